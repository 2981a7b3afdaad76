import type { Box3, Object3D } from "three";
import { TransformControls } from "three/addons/controls/TransformControls.js";
import type { Vector } from "../../wire.gen";
import type { Body } from "../sites/record";
import type { Desk, Moved } from "./desk";
import { moved as movedRegion } from "./outline";
import { carried, stanceOf } from "./piece";
import type { Piece, Stance } from "./piece";
import type { Room } from "./room";
import { placed, tidy } from "./turning";

/** The coloured arrows, rings and boxes by which a model is moved, turned and made larger. */
export class Grips {
  private readonly controls: TransformControls;
  private readonly drawn: Object3D;
  private held: { stance: Stance; scale: number } | undefined;

  constructor(private readonly room: Room) {
    const { stage } = room;
    this.controls = new TransformControls(stage.camera, stage.canvas);
    this.controls.setSize(0.9);
    this.controls.setColors("#e0603f", "#7bbf5b", "#4f93d8", "#ffd27a");
    this.drawn = this.controls.getHelper();
    stage.marks.add(this.drawn);
    this.controls.addEventListener("dragging-changed", ({ value }) => (value ? this.take() : this.let()));
    this.controls.addEventListener("objectChange", () => this.even());
    this.controls.addEventListener("change", () => stage.invalidate());
  }

  /** Whether a model is being moved just now. */
  get holding(): boolean {
    return this.held !== undefined;
  }

  /** Whether the pointer is on one of them. */
  get under(): boolean {
    return this.controls.axis !== null && this.controls.object !== undefined;
  }

  /** Be at the chosen model, or nowhere. */
  sync(): void {
    const { doing: { chosen, mode, gizmo, may }, stage, stroll } = this.room;
    const piece = chosen?.kind === "model" && mode === "place" && may && !stroll.on ? stage.pieces.get(chosen.id) : undefined;
    this.controls.setMode(gizmo);
    this.controls.setSpace(gizmo === "translate" ? "world" : "local");
    this.controls.showX = this.controls.showZ = true;
    if (piece && this.controls.object !== piece.root) this.controls.attach(piece.root);
    if (!piece && this.controls.object) this.controls.detach();
  }

  leave(): void {
    this.controls.dispose();
  }

  private get piece(): Piece | undefined {
    return [...this.room.stage.pieces.values()].find(({ root }) => root === this.controls.object);
  }

  private take(): void {
    this.room.stage.controls.enabled = false;
    if (this.piece) this.held = { stance: this.piece.stance, scale: this.piece.root.scale.x };
  }

  /** A model is made larger as a whole: whichever side is pulled. */
  private even(): void {
    const { object } = this.controls;
    if (!object || !this.held || this.controls.mode !== "scale") return;
    const pulled = object.scale.toArray().reduce((most, value) => (Math.abs(value - this.held!.scale) > Math.abs(most - this.held!.scale) ? value : most), this.held.scale);
    object.scale.setScalar(Math.max(1e-4, Math.abs(pulled)));
  }

  private let(): void {
    this.room.stage.controls.enabled = true;
    const { piece, held } = this;
    this.held = undefined;
    if (piece && held) rearrange(this.room.desk, piece, piece.stance, this.room.doing.follows);
    this.room.sync();
  }
}

/** Have a model stand otherwise, in one step with what is annotated on it if that `follows`. */
export function rearrange(desk: Desk, piece: Piece, stance: Stance, follows: boolean, stretch = ""): void {
  const before = desk.body("model", piece.id);
  if (!before) return;
  const after: Body = { ...before, position: placed(stance.position), orientation: stance.orientation.map((value) => tidy(value, 6)), scale: tidy(stance.scale, 6) };
  const from = stanceOf(before);
  piece.place(from);
  const along = follows ? notesOn(desk, piece, carried(from, stanceOf(after)), stance.scale / from.scale) : [];
  desk.step([{ kind: "model", id: piece.id, before, after }, ...along], stretch);
}

/** The annotations that lie on a model or name a part of it, as they are once it is elsewhere. */
function notesOn(desk: Desk, piece: Piece, carry: (point: Vector) => Vector, larger: number): Moved[] {
  const [box, parts] = [reach(piece.box), new Set(namesIn(piece.root))];
  return desk.list("annotation").flatMap(({ id, body }): Moved[] => {
    const position = body["position"] as Vector;
    const part = String(body["part"] ?? "");
    const [x, y, z] = position;
    const inside = x >= box.min.x && x <= box.max.x && y >= box.min.y && y <= box.max.y && z >= box.min.z && z <= box.max.z;
    if (part ? !parts.has(part) : !inside) return [];
    const after: Body = { ...body, position: placed(carry(position)) };
    if (larger !== 1) after["radius"] = tidy(((body["radius"] as number | undefined) ?? 5) * larger);
    if (body["region"]) after["region"] = movedRegion(String(body["region"]), carry);
    return [{ kind: "annotation", id, before: body, after }];
  });
}

function reach(box: Box3): Box3 {
  return box.clone().expandByScalar(0.05);
}

function namesIn(root: Object3D): string[] {
  const names: string[] = [];
  root.traverse((each) => { if (typeof each.userData["name"] === "string") names.push(each.userData["name"]); });
  return names;
}

/** Metres from a model's lowest point down, or up, to the ground under it. */
export function toGround(piece: Piece, below: (x: number, y: number, z: number) => number): number {
  const box = piece.box;
  const { x, z } = box.getCenter(box.min.clone());
  return below(x, box.max.y, z) - box.min.y;
}

