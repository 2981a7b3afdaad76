import { Box3, Vector3 } from "three";
import type { Vector } from "../../wire.gen";
import type { Body } from "../sites/record";
import { around, Outline } from "./outline";
import { partOf } from "./piece";
import type { Pin } from "./pins";
import type { Asked } from "./pointing";
import type { Chosen, Room } from "./room";
import { placed, tidy } from "./turning";

/** Somewhere in the scene that is to be told about. */
export interface Marked {
  position: Vector;
  radius: number;
  part?: string;
  region?: string;
}

/** What the hands have done, for whoever shows it beside the scene. */
export interface Done {
  choose(chosen: Chosen | undefined): void;
  mark(marked: Marked): void;
  stand(position: Vector): void;
  /** What is said at the foot of the scene has changed. */
  hint(): void;
  cancel(): void;
  drop(): void;
}

const NEAR_PX = 14;
/** Of what is seen from where one is, how much a new annotation is taken to be at first. */
const SIZE = 0.05;
/** Metres beyond which the middle of a part may be far from every surface of it. */
const COMPACT = 3;

/** What pointer and keys do in the room with the tool that is chosen. */
export class Hands implements Asked {
  outline = new Outline();
  /** Name of the part under the pointer. */
  part = "";

  constructor(private readonly room: Room, private readonly done: Done) {}

  grabs(x: number, y: number): boolean {
    if (this.room.grips.under || this.room.stroll.on) return false;
    const guest = this.room.guests.take(x, y);
    if (guest?.kind === "stop") this.done.choose(guest);
    return guest !== undefined;
  }

  drags(x: number, y: number): void {
    this.room.guests.move(x, y);
  }

  drops(): void {
    this.room.guests.drop(this.room.desk);
  }

  hovers(x: number, y: number): void {
    if (this.room.doing.tool !== "part" || this.room.stroll.on) return;
    const part = partOf(this.room.stage.hit(x, y)?.object ?? null);
    if (!this.room.marks.shine(part)) return;
    this.part = part ? String(part.userData["name"]) : "";
    this.done.hint();
    this.room.stage.invalidate();
  }

  picks(x: number, y: number): void {
    const { room, done } = this;
    const { tool, mode } = room.doing;
    if (room.stroll.on) return this.walks(x, y);
    if (room.grips.under) return;
    if (mode === "enter" && room.doing.tool === "stop") return;
    if (mode !== "tell" || tool === "choose") return this.chooses(x, y);
    if (tool === "stop") {
      const at = room.guests.place(x, y);
      if (at) done.stand(at);
      return;
    }
    const hit = room.stage.hit(x, y);
    if (!hit) return;
    if (tool === "point") done.mark({ position: placed(hit.point.toArray()), radius: this.seen(hit.distance) });
    else if (tool === "outline") this.draws(hit.point.toArray(), x, y);
    else this.names(hit.object, hit.point);
  }

  finishes(): boolean {
    if (this.room.doing.tool !== "outline" || !this.outline.whole) return false;
    const region = this.outline.text();
    const { position, radius } = around(this.outline.points);
    this.draw(new Outline());
    this.done.mark({ position, radius, region });
    return true;
  }

  cancels(): void {
    if (this.outline.points.length > 0) this.draw(new Outline());
    else this.done.cancel();
  }

  steps(): void {
    this.draw(this.outline.back());
  }

  removes(): void {
    this.done.drop();
  }

  whole(): void {
    this.room.whole();
  }

  /** Drop what was begun with another tool. */
  letGo(): void {
    this.draw(new Outline());
    this.part = "";
    this.room.marks.shine(undefined);
  }

  /** A name is pulled over the surfaces: its place goes where the pointer is. */
  pulls(pin: Pin, x: number, y: number, last: boolean): void {
    const hit = this.room.stage.hit(x, y);
    if (hit) this.room.desk.set("annotation", pin.id, { position: placed(hit.point.toArray()) }, `pull ${pin.id}`);
    if (last) this.done.choose({ kind: "annotation", id: pin.id });
  }

  private chooses(x: number, y: number): void {
    if (this.room.doing.mode !== "place") return;
    const { pieces } = this.room.stage;
    const object = this.room.stage.hit(x, y)?.object;
    const piece = [...pieces.values()].find(({ root }) => { for (let each = object ?? null; each; each = each.parent) if (each === root) return true; return false; });
    this.done.choose(piece && { kind: "model", id: piece.id });
  }

  private walks(x: number, y: number): void {
    const at = this.room.guests.place(x, y);
    if (at) this.room.stroll.visitor.stand(at);
    this.room.stage.invalidate();
  }

  private draws(point: Vector, x: number, y: number): void {
    const first = this.outline.points[0];
    const { left, top } = this.room.stage.canvas.getBoundingClientRect();
    const spot = first && this.room.stage.spot(first);
    if (spot && Math.hypot(spot.x + left - x, spot.y + top - y) < NEAR_PX && this.finishes()) return;
    this.draw(this.outline.with(point));
  }

  private draw(outline: Outline): void {
    this.outline = outline;
    this.room.marks.drawing(outline.points);
    this.room.stage.invalidate();
    this.done.hint();
  }

  private names(object: Parameters<typeof partOf>[0], point: Vector3): void {
    const part = partOf(object);
    if (!part) return;
    const box = new Box3().setFromObject(part);
    const radius = box.getSize(new Vector3()).length() / 2;
    const compact = radius <= COMPACT;
    const position = compact ? box.getCenter(new Vector3()) : point;
    this.room.marks.shine(undefined);
    this.done.mark({ position: placed(position.toArray()), radius: tidy(compact ? Math.max(0.05, radius) : COMPACT, 2), part: String(part.userData["name"]) });
  }

  private seen(far: number): number {
    return Math.max(0.02, Number((far * SIZE).toPrecision(1)));
  }
}

/** An annotation that is tied to something else now; an outline or a part that it had stays unless another was chosen. */
export function retargeted(before: Body, { position, radius, part, region }: Marked): Body {
  const after: Body = { ...before, position };
  if (part !== undefined) after["part"] = part;
  if (region !== undefined) after["region"] = region;
  if (part !== undefined || region !== undefined) after["radius"] = radius;
  if (part === undefined && region === undefined) delete after["region"];
  return after;
}
