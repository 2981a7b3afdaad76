import { Box3, Vector3 } from "three";
import { Ground } from "../../ground";
import type { Pose } from "../../pose";
import { trianglesOf } from "../../scene/models";
import type { Model } from "../../site";
import type { Vector } from "../../wire.gen";
import { nameOf } from "../sites/record";
import type { Body } from "../sites/record";
import { language } from "../strings";
import type { Desk, SpaceKind } from "./desk";
import { Grips } from "./grips";
import { entranceOf, facing, Guests } from "./guests";
import { Marks } from "./marks";
import { roleOf, stanceOf } from "./piece";
import { Pins } from "./pins";
import type { Pin } from "./pins";
import { Stage } from "./stage";
import { Stroll } from "./stroll";
import { placed } from "./turning";
import { tell } from "./words";

export type Mode = "place" | "enter" | "light" | "tell";
export type Tool = "choose" | "point" | "outline" | "part" | "stop";
export type Gizmo = "translate" | "rotate" | "scale";
export interface Chosen { kind: SpaceKind; id: string }

/** What is being done in the room. */
export interface Doing {
  mode: Mode;
  tool: Tool;
  gizmo: Gizmo;
  chosen: Chosen | undefined;
  /** Whether what is annotated on a model goes along with it. */
  follows: boolean;
  /** Whether anything may be changed. */
  may: boolean;
  /** A place that is to be annotated, once it has a name. */
  fresh: { position: Vector; radius: number; region?: string } | undefined;
}

/** What is told of it to whoever opened it. */
export interface Told {
  choose(chosen: Chosen | undefined): void;
}

const VEIL_MS = 180;
/** Times as large as what is told of: then the rest of a model is landscape. */
const LANDSCAPE = 2.5;
/** Metres from which a thing is looked at: at least, and at most. */
const NEAR = 2.5;
const FAR = 14;

/** The scene of a site with everything that is shown only to those who arrange it. */
export class Room {
  readonly stage: Stage;
  readonly stroll: Stroll;
  readonly guests: Guests;
  readonly marks = new Marks();
  readonly pins: Pins;
  readonly grips: Grips;
  doing: Doing = { mode: "place", tool: "choose", gizmo: "translate", chosen: undefined, follows: true, may: false, fresh: undefined };
  private veil = 0;
  private framed = false;
  private groundOf = "";

  /** Throws where there is no WebGL. */
  constructor(canvas: HTMLCanvasElement, layer: HTMLElement, readonly desk: Desk, readonly site: string, told: Told, pulled: (pin: Pin, x: number, y: number, last: boolean) => void) {
    this.stage = new Stage(canvas, () => this.before(), () => this.after());
    this.stroll = new Stroll(this.stage);
    this.guests = new Guests(this.stage, site);
    this.pins = new Pins(layer, { chosen: ({ kind, id }) => told.choose(kind === "entrance" ? { kind: "site", id: site } : { kind, id }), dragged: pulled });
    this.grips = new Grips(this);
    this.stage.marks.add(this.guests.group, this.marks.group);
    desk.addEventListener("change", this.sync);
  }

  /** Files that are here; their records say where they stand. */
  bring(models: readonly Model[]): void {
    for (const model of models) {
      if (this.stage.pieces.has(model.id) || (model.levels.length === 0 && !model.tiles)) continue;
      void this.stage.add(model).load().then(this.sync, () => undefined);
    }
    this.sync();
  }

  do(doing: Doing): void {
    this.doing = doing;
    this.sync();
  }

  /** Show everything as the records say. */
  readonly sync = (): void => {
    const { stage, desk, guests, doing } = this;
    if (this.grips.holding) return;
    this.syncPieces();
    const site = desk.body("site", this.site);
    if (site) stage.light((site["background"] as string | undefined) ?? "#bcd4ea", (site["sun"] as Vector | undefined) ?? [0.4, 0.8, 0.4]);
    this.syncGround();
    guests.showsStops = doing.mode === "tell";
    guests.moves = { entrance: doing.may && doing.mode === "enter", stops: doing.may && doing.mode === "tell" && doing.tool === "choose" };
    guests.sync(desk);
    this.syncMarks();
    stage.bare = doing.mode === "light";
    this.grips.sync();
    this.pins.movable = doing.may;
    this.pins.show(this.named(), doing.chosen?.id ?? "");
    if (!this.framed && !stage.box.isEmpty()) this.arrive();
    stage.refresh();
  };

  /** Look at all of it, and at those who stand in it. */
  whole(): void {
    const { mode } = this.doing;
    const box = this.stage.box;
    const entrance = entranceOf(this.desk, this.site);
    if (entrance && mode !== "place") box.expandByPoint(new Vector3(...entrance.position)).expandByPoint(new Vector3(...above(entrance.position, 2)));
    if (mode === "tell") for (const { body } of this.desk.list("stop")) box.expandByPoint(new Vector3(...(body["position"] as Vector)));
    this.stage.look(box);
  }

  /** Look at one thing. */
  look({ kind, id }: Chosen): void {
    const body = this.desk.body(kind, id);
    const piece = kind === "model" ? this.stage.pieces.get(id) : undefined;
    if (piece) this.stage.look(piece.box);
    else if (body) this.stage.near(this.placeOf(kind, body), Math.max(0.3, 0.8 * ((body["radius"] as number | undefined) ?? 1.5)));
  }

  /** Be a visitor: at the entrance, or at a stop, looking at what is told there. */
  visit(stop = ""): void {
    const entrance = entranceOf(this.desk, this.site) ?? { position: [0, 0, 0] as Vector, orientation: facing(0) };
    const body = stop ? this.desk.body("stop", stop) : undefined;
    const note = body && this.desk.body("annotation", String(body["annotation"] ?? ""));
    if (body) this.stroll.visitor.stand(body["position"] as Vector, note?.["position"] as Vector | undefined);
    else this.stroll.visitor.enter(entrance.position, entrance.orientation);
    this.stroll.on = true;
    this.stage.visiting(true);
  }

  /** From around again, looking at where one stood. */
  leaveVisit(): void {
    if (!this.stroll.on) return;
    this.stroll.on = false;
    this.stage.visiting(false);
    this.stage.backFrom(this.stroll.visitor.head);
  }

  /** Where somebody stands who is visiting: feet, and which way they look. */
  get standing(): Pose | undefined {
    const { visitor, on } = this.stroll;
    return on ? { position: placed(visitor.feet), orientation: facing(visitor.yaw, visitor.pitch) } : undefined;
  }

  /** A good place to stand before an annotation: where one is, else a few steps towards the camera, on the ground. */
  standBefore(position: Vector, radius: number): Vector {
    if (this.standing) return this.standing.position;
    const away = this.stage.camera.position.clone().sub(new Vector3(...position)).setY(0);
    if (away.lengthSq() < 1e-6) away.set(0, 0, 1);
    const { x, z } = away.normalize().multiplyScalar(Math.max(NEAR, Math.min(FAR, radius * 2))).add(new Vector3(...position));
    return placed([x, this.guests.ground?.heightAt(x, z, position[1] + 3) ?? this.stage.below(x, position[1] + 0.5, z), z]);
  }

  leave(): void {
    clearTimeout(this.veil);
    this.desk.removeEventListener("change", this.sync);
    this.grips.leave();
    this.stage.leave();
  }

  private syncPieces(): void {
    for (const piece of this.stage.pieces.values()) {
      const body = this.desk.body("model", piece.id);
      piece.root.visible = body !== undefined && (roleOf(body) === "visible" || (this.doing.mode === "enter" && !this.stroll.on));
      if (!body) continue;
      piece.place(stanceOf(body));
      piece.dress(roleOf(body));
    }
  }

  private syncGround(): void {
    const walked = [...this.stage.pieces.values()].filter((piece) => piece.walkable && piece.loaded >= 1 && this.desk.body("model", piece.id));
    const of = JSON.stringify(walked.map(({ id, stance }) => [id, stance]));
    if (of === this.groundOf) return;
    this.groundOf = of;
    const corners = walked.map(({ root }) => trianglesOf(root));
    const all = new Float32Array(corners.reduce((sum, { length }) => sum + length, 0));
    corners.reduce((at, each) => { all.set(each, at); return at + each.length; }, 0);
    this.guests.ground = this.stroll.visitor.ground = all.length > 0 ? new Ground(all) : null;
  }

  private syncMarks(): void {
    const { doing: { chosen, fresh, mode }, desk, marks } = this;
    const body = chosen?.kind === "annotation" ? desk.body("annotation", chosen.id) : undefined;
    const of = mode !== "tell" ? undefined : fresh ?? (body && { position: body["position"] as Vector, radius: (body["radius"] as number | undefined) ?? 5, region: body["region"] as string | undefined });
    marks.size(of);
    marks.outline(of?.region ?? "");
  }

  private named(): Pin[] {
    const { mode, fresh } = this.doing;
    const of = (kind: "annotation" | "stop"): Pin[] => this.desk.list(kind).map(({ id, body }) => ({ id, kind, name: nameOf(id, body, language()), position: this.placeOf(kind, body) }));
    const entrance = entranceOf(this.desk, this.site);
    const way: Pin[] = entrance && (mode === "enter" || mode === "place") ? [{ id: this.site, kind: "entrance", name: tell("entrance"), position: above(entrance.position, this.guests.height()) }] : [];
    if (mode !== "tell") return way;
    return [...(fresh ? [{ id: "+", kind: "annotation", name: tell("here"), position: fresh.position } as Pin] : []), ...of("annotation"), ...of("stop")];
  }

  private placeOf(kind: SpaceKind, body: Body): Vector {
    const position = (kind === "site" ? (body["entrance"] as { position: Vector } | undefined)?.position : body["position"] as Vector | undefined) ?? [0, 0, 0];
    return kind === "stop" || kind === "site" ? above(position, 1.9) : position;
  }

  /** At first, what there is to be told is looked at from over the entrance; a landscape round it is of less interest. */
  private arrive(): void {
    this.framed = true;
    const told = new Box3().setFromPoints([...this.desk.list("annotation"), ...this.desk.list("stop")].map(({ body }) => new Vector3(...(body["position"] as Vector))));
    const entrance = entranceOf(this.desk, this.site);
    if (entrance) told.expandByPoint(new Vector3(...entrance.position));
    const [some, all] = [told, this.stage.box].map((each) => each.getSize(new Vector3()).length()) as [number, number];
    const box = some < 1 ? this.stage.box : all > LANDSCAPE * some ? told : told.union(this.stage.box);
    const from = new Vector3(0.55, 0.5, 1);
    const away = entrance && new Vector3(...entrance.position).sub(box.getCenter(new Vector3())).setY(0);
    if (away && away.length() > 0.5) from.copy(away.normalize()).setY(0.5);
    this.stage.look(box, from);
  }

  private before(): void {
    this.stroll.update();
    this.guests.size();
  }

  private after(): void {
    this.pins.hidden = this.doing.mode === "light" || this.stroll.on;
    this.pins.place((point) => this.stage.spot(point));
    clearTimeout(this.veil);
    this.veil = window.setTimeout(() => this.pins.veil((point) => this.isHidden(point)), VEIL_MS);
  }

  private isHidden(point: Vector): boolean {
    const { left, top } = this.stage.canvas.getBoundingClientRect();
    const { x, y } = this.stage.spot(point);
    const hit = this.stage.hit(left + x, top + y);
    return hit !== undefined && hit.distance < this.stage.camera.position.distanceTo(new Vector3(...point)) * 0.97 - 0.05;
  }
}

function above([x, y, z]: Vector, by: number): Vector {
  return [x, y + by, z];
}
