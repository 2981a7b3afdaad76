import { Group } from "three";
import { meet } from "../../arc";
import type { Ground } from "../../ground";
import { orientation } from "../../pose";
import type { Quaternion, Vector } from "../../wire.gen";
import type { Desk } from "./desk";
import { ENTRANCE, Figure, STOP } from "./figure";
import { placed, tidy } from "./turning";
import type { Stage } from "./stage";

const FAR = 3000;

/** What a figure stands for: the entrance of the site, or a stop by its id. */
export type Guest = { kind: "site" | "stop"; id: string };

interface Drag {
  guest: Guest;
  figure: Figure;
  turns: boolean;
}

/** The figures that stand in the scene: one where visitors come in, one at each stop. They are dragged along the ground. */
export class Guests {
  readonly group = new Group();
  ground: Ground | null = null;
  /** Whether stops are shown, and what can be dragged. */
  showsStops = false;
  moves = { entrance: false, stops: false };
  private readonly entrance = new Figure(ENTRANCE, true);
  private readonly stops = new Map<string, Figure>();
  private drag: Drag | undefined;

  constructor(private readonly stage: Stage, private readonly site: string) {
    this.group.add(this.entrance.group);
  }

  /** Stand where the records say. */
  sync(desk: Desk): void {
    if (this.drag) return;
    const entrance = entranceOf(desk, this.site);
    this.entrance.group.visible = entrance !== undefined && !this.showsStops;
    if (entrance) this.entrance.stand(entrance.position, entrance.orientation);
    const stops = this.showsStops ? desk.list("stop") : [];
    for (const { id, body } of stops) {
      const figure = this.stops.get(id) ?? this.welcome(id);
      figure.stand(body["position"] as Vector, undefined);
    }
    for (const [id, figure] of this.stops) {
      if (stops.some((stop) => stop.id === id)) continue;
      this.group.remove(figure.group);
      this.stops.delete(id);
    }
  }

  /** Metres to over the head of the entrance's figure, as large as it is drawn. */
  height(): number {
    return 1.95 * this.entrance.group.scale.y;
  }

  /** Before a frame: none is too small to be seen. */
  size(): void {
    for (const figure of [this.entrance, ...this.stops.values()]) figure.size(this.stage.camera.position.distanceTo(figure.group.position));
  }

  /** Take hold of the figure under the pointer; undefined where there is none. */
  take(x: number, y: number): Guest | undefined {
    const hit = this.stage.under(x, y, [this.group]);
    const figure = hit && [this.entrance, ...this.stops.values()].find(({ group }) => isUnder(hit.object, group));
    if (!figure || !(figure === this.entrance ? this.moves.entrance : this.moves.stops)) return undefined;
    const id = [...this.stops].find(([, each]) => each === figure)?.[0];
    const guest: Guest = id === undefined ? { kind: "site", id: this.site } : { kind: "stop", id };
    this.drag = { guest, figure, turns: !isUnder(hit.object, figure.body) };
    return guest;
  }

  /** The figure goes where the pointer is, or looks there. */
  move(x: number, y: number): void {
    const at = this.drag && this.place(x, y);
    if (!this.drag || !at) return;
    const { figure, turns } = this.drag;
    const { position, rotation } = figure.group;
    if (turns) rotation.y = Math.atan2(position.x - at[0], position.z - at[2]);
    else position.set(...at);
    this.stage.invalidate();
  }

  /** Let it go: it stays there. */
  drop(desk: Desk): void {
    if (!this.drag) return;
    const { guest: { kind, id }, figure, turns } = this.drag;
    this.drag = undefined;
    const position = placed(figure.group.position.toArray());
    if (kind === "stop") desk.set("stop", id, { position });
    else if (turns) desk.set("site", id, { entrance: { ...entranceOf(desk, id)!, orientation: facing(figure.group.rotation.y) } });
    else desk.set("site", id, { entrance: { ...entranceOf(desk, id)!, position } });
  }

  /** Where one would stand under a place on the canvas: the walkable ground, else what is seen there, else the floor of the scene. */
  place(x: number, y: number): Vector | undefined {
    const { ray } = this.stage.ray(x, y);
    const [origin, direction] = [ray.origin.toArray(), ray.direction.toArray()];
    const ground = this.ground && meet(this.ground, origin, direction, FAR);
    const seen = this.ground ? undefined : this.stage.hit(x, y)?.point.toArray();
    if (ground ?? seen) return placed((ground ?? seen)!);
    if (direction[1] >= -1e-3 || origin[1] <= 0) return undefined;
    const far = -origin[1] / direction[1];
    return far < FAR ? placed([origin[0] + direction[0] * far, 0, origin[2] + direction[2] * far]) : undefined;
  }

  private welcome(id: string): Figure {
    const figure = new Figure(STOP, false);
    this.stops.set(id, figure);
    this.group.add(figure.group);
    return figure;
  }
}

/** Where visitors come in, and which way they look. */
export function entranceOf(desk: Desk, site: string): { position: Vector; orientation: Quaternion } | undefined {
  const entrance = desk.body("site", site)?.["entrance"] as { position: Vector; orientation?: Quaternion } | undefined;
  return entrance && { position: entrance.position, orientation: entrance.orientation ?? [0, 0, 0, 1] };
}

/** The orientation of somebody who looks level to the left by `yaw` radians. */
export function facing(yaw: number, pitch = 0): Quaternion {
  return orientation(yaw, pitch).map((value) => tidy(value, 6)) as Quaternion;
}

function isUnder(object: { parent: unknown } | null, group: unknown): boolean {
  for (let each: unknown = object; each; each = (each as { parent: unknown }).parent) if (each === group) return true;
  return false;
}
