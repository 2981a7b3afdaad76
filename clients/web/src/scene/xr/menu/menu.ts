import { Mesh, MeshBasicMaterial, PlaneGeometry, RingGeometry, Vector3 } from "three";
import type { CanvasTexture, Group } from "three";
import { direction } from "../../../language";
import type { Vector } from "../../../wire.gen";
import { painted } from "../../painted";
import type { Hand } from "../hand";
import { meeting } from "../meeting";
import { HEIGHT, PLACES, WIDTH, boxes, sheets, slice, within } from "./layout";
import type { Box } from "./layout";
import { paint, widthIn } from "./paint";
import { write } from "./pages";
import type { House, Item, Page, PageName } from "./pages";
import { pour, room, turnings } from "./reading";
import type { Line, Paragraph } from "./reading";

/** Metres. */
const WIDE = 0.44;
const HIGH = (WIDE * HEIGHT) / WIDTH;
/** How far a finger may have gone through, and how far it must come out again. */
const THROUGH = 0.05;
const OUT = 0.02;
/** Beyond this it is left behind, and closed. */
const LEFT = 1.6;
/** Radians from straight ahead. */
const ASIDE = 0.2;

/** The menu in a headset: a card over the wrist or before the eyes, for rays and for fingers. */
export class Menu {
  readonly mesh: Mesh<PlaneGeometry, MeshBasicMaterial>;
  page: PageName | null = null;
  private readonly cursor: Mesh<RingGeometry, MeshBasicMaterial>;
  private readonly canvas = document.createElement("canvas");
  private readonly texture: CanvasTexture;
  private written: Page = { title: "", items: [] };
  private items: Item[] = [];
  private lines: Line[] = [];
  private boxes: Box[] = [];
  private sheet = 0;
  private lit = new Set<number>();
  private readonly inside = new WeakMap<Hand, boolean>();
  private carrier: Hand | null = null;

  constructor(group: Group, private readonly house: House) {
    [this.canvas.width, this.canvas.height] = [WIDTH, HEIGHT];
    this.texture = painted(this.canvas);
    this.mesh = new Mesh(new PlaneGeometry(WIDE, HIGH), new MeshBasicMaterial({ map: this.texture, transparent: true, depthTest: false, depthWrite: false, fog: false, toneMapped: false }));
    this.cursor = new Mesh(new RingGeometry(0.006, 0.01, 24), new MeshBasicMaterial({ color: "#ffffff", depthTest: false, fog: false, toneMapped: false, transparent: true }));
    this.mesh.renderOrder = 1100;
    this.cursor.renderOrder = 1101;
    this.mesh.visible = this.cursor.visible = false;
    group.add(this.mesh, this.cursor);
  }

  /** What is read below the items of this sheet, for tests. */
  get read(): string {
    return this.open ? this.lines.map(({ text }) => text).join("\n") : "";
  }

  get open(): boolean {
    return this.page !== null;
  }

  /** What can be chosen now and where it is, scene space. */
  get choices(): { id: string; label: string; value: string; chosen: boolean; at: Vector }[] {
    this.mesh.updateWorldMatrix(true, false);
    return this.items.map(({ id, label, value, chosen }, i) => ({ id, label, value: value ?? "", chosen: chosen === true, at: this.at(this.boxes[i]!) }));
  }

  /** Show it to `head`: over the wrist of `hand`, or before the eyes where that hand has to point as well. */
  show(hand: Hand, head: Vector3, forward: Vector3, alone: boolean): void {
    this.carrier = alone ? null : hand;
    const ahead = forward.clone().setY(0).normalize();
    if (alone) this.mesh.position.copy(head).addScaledVector(ahead, 0.62).setY(head.y - 0.12);
    else this.mesh.position.copy(this.wristed(hand, head, forward));
    this.mesh.lookAt(head);
    this.turn("home");
  }

  close(): void {
    this.page = null;
    this.carrier = null;
    this.mesh.visible = this.cursor.visible = false;
  }

  /** Write it anew: something that it shows has changed. */
  refresh(): void {
    if (this.page !== null) this.draw();
  }

  /** A hand selects: says whether that was meant for the menu. */
  press(hand: Hand): boolean {
    const hit = this.open ? this.met(hand) : null;
    if (hit === null) return false;
    this.act(within(this.boxes, hit.x, hit.y), hand);
    return true;
  }

  /** One frame. */
  update(hands: readonly Hand[], head: Vector3, forward: Vector3, dt: number): void {
    if (!this.open) return;
    if (this.mesh.position.distanceTo(head) > LEFT) return this.close();
    this.carry(head, forward, dt);
    this.point(hands);
    for (const hand of hands) this.poke(hand);
  }

  /** While the palm is shown the card stays over the wrist; then it stays where it is. */
  private carry(head: Vector3, forward: Vector3, dt: number): void {
    if (this.carrier?.tracked !== true || !this.carrier.palmShown) return;
    this.mesh.position.lerp(this.wristed(this.carrier, head, forward), 1 - Math.exp(-6 * dt));
    this.mesh.lookAt(head);
  }

  /** Over the wrist, near enough to read and to reach, and never out of sight. */
  private wristed(hand: Hand, head: Vector3, forward: Vector3): Vector3 {
    const way = hand.place.setY(hand.place.y + 0.24).sub(head);
    const ahead = Math.atan2(-forward.x, -forward.z);
    const off = Math.atan2(-way.x, -way.z) - ahead;
    const aside = Math.max(-ASIDE, Math.min(ASIDE, Math.atan2(Math.sin(off), Math.cos(off))));
    const far = Math.max(0.45, Math.min(0.6, Math.hypot(way.x, way.z)));
    const yaw = ahead + aside;
    return head.clone().add(new Vector3(-Math.sin(yaw) * far, Math.max(-0.1, Math.min(0, way.y)), -Math.cos(yaw) * far));
  }

  private point(hands: readonly Hand[]): void {
    const lit = new Set<number>();
    this.cursor.visible = false;
    for (const hand of hands) {
      const hit = this.met(hand);
      if (hit === null) continue;
      lit.add(within(this.boxes, hit.x, hit.y));
      this.cursor.visible = true;
      this.cursor.position.copy(this.mesh.localToWorld(local(hit.x, hit.y).setZ(0.002)));
      this.cursor.quaternion.copy(this.mesh.quaternion);
    }
    lit.delete(-1);
    const same = lit.size === this.lit.size && [...lit].every((i) => this.lit.has(i));
    this.lit = lit;
    if (!same) this.repaint();
  }

  /** Where a hand's ray meets the card, pixels. */
  private met(hand: Hand): { x: number; y: number } | null {
    const at = hand === this.carrier ? null : meeting(hand, this.mesh);
    return at && onCard(at.x, at.y);
  }

  /** A finger that goes through the card presses once, and again when it has come out. */
  private poke(hand: Hand): void {
    const tip = hand === this.carrier ? null : hand.tip;
    if (tip === null) return;
    const { x, y, z } = this.mesh.worldToLocal(tip);
    const hit = onCard(x, y);
    if (hit === null || z > OUT || z < -THROUGH) this.inside.set(hand, false);
    else if (z <= 0 && this.inside.get(hand) !== true) {
      this.inside.set(hand, true);
      this.act(within(this.boxes, hit.x, hit.y), hand);
    }
  }

  private act(index: number, hand: Hand): void {
    const item = this.items[index];
    if (item === undefined) return;
    hand.pulse(0.4, 18);
    item.act();
    this.refresh();
  }

  private turn(page: PageName, sheet = 0): void {
    this.page = page;
    this.sheet = sheet;
    this.mesh.visible = true;
    this.draw();
  }

  private draw(): void {
    const page = this.page!;
    this.written = write(page, this.house, { open: (to) => this.turn(to), close: () => this.close() });
    this.items = this.written.body === undefined ? this.sheeted(this.written.items, page) : this.leafed(this.written.items, this.written.body, page);
    this.boxes = boxes(this.items.length, direction(this.house.words.tag) === "rtl");
    this.repaint();
  }

  /** The items of this sheet; where there are more, with ways to the others. */
  private sheeted(all: Item[], page: PageName): Item[] {
    const back = all.at(-1)?.id === "back" ? all.slice(-1) : [];
    const items = back.length > 0 ? all.slice(0, -1) : all;
    const places = PLACES - back.length;
    const count = sheets(items.length, places);
    const [from, to] = slice(items.length, this.sheet, places);
    this.lines = [];
    return [...items.slice(from, to), ...this.ways(count, page), ...back];
  }

  /** All items on every sheet, and as much to read as has room below them. */
  private leafed(items: Item[], body: readonly Paragraph[], page: PageName): Item[] {
    const { tag } = this.house.words;
    const all = pour(body, WIDTH - 96, (text, tone) => widthIn(this.canvas, text, tone, tag), tag);
    const count = turnings(all.length, items.length);
    const many = room(items.length + (count > 1 ? 2 : 0));
    this.sheet = Math.min(this.sheet, count - 1);
    this.lines = all.slice(this.sheet * many, (this.sheet + 1) * many);
    return [...items.slice(0, -1), ...this.ways(count, page), ...items.slice(-1)];
  }

  private ways(count: number, page: PageName): Item[] {
    const { words } = this.house;
    const other = (id: string, label: string, by: number): Item => ({ id, label, act: () => this.turn(page, (this.sheet + by + count) % count) });
    return count > 1 ? [other("before", words.before, -1), other("after", words.after, 1)] : [];
  }

  private repaint(): void {
    paint(this.canvas, this.written, this.items, this.boxes, this.lit, this.lines, this.house.words.tag);
    this.texture.needsUpdate = true;
  }

  private at({ x, y, width, height }: Box): Vector {
    return this.mesh.localToWorld(local(x + width / 2, y + height / 2)).toArray() as Vector;
  }
}

function local(x: number, y: number): Vector3 {
  return new Vector3((x / WIDTH - 0.5) * WIDE, (0.5 - y / HEIGHT) * HIGH, 0);
}

function onCard(x: number, y: number): { x: number; y: number } | null {
  if (Math.abs(x) > WIDE / 2 || Math.abs(y) > HIGH / 2) return null;
  return { x: (x / WIDE + 0.5) * WIDTH, y: (0.5 - y / HIGH) * HEIGHT };
}
