import type { Vector } from "../../wire.gen";
import type { Spot } from "./stage";

/** Something in the scene that has a name. */
export interface Pin {
  id: string;
  kind: "annotation" | "stop" | "entrance";
  name: string;
  position: Vector;
}

interface Events {
  chosen(pin: Pin): void;
  /** It is dragged to a place on the page; `last` when it is let go there. */
  dragged(pin: Pin, x: number, y: number, last: boolean): void;
}

interface Rectangle { left: number; right: number; top: number; bottom: number }

/** Names that are shown at once; those nearest to the camera win. */
const MOST = 60;
const TAP_PX = 5;

/** Names over the places they belong to: buttons that can be chosen, and dragged to another place. */
export class Pins {
  private readonly shown = new Map<string, HTMLButtonElement>();
  private pins: readonly Pin[] = [];
  private chosen = "";
  hidden = false;
  movable = false;

  constructor(private readonly layer: HTMLElement, private readonly events: Events) {}

  show(pins: readonly Pin[], chosen: string): void {
    this.pins = pins;
    this.chosen = chosen;
  }

  /** Put every name where its place is now. */
  place(spot: (point: Vector) => Spot): void {
    const seen = this.hidden ? [] : this.pins.map((pin) => ({ pin, spot: spot(pin.position) })).filter(({ spot: { x, y, ahead } }) => ahead && x > -40 && y > -20 && x < this.layer.clientWidth + 40 && y < this.layer.clientHeight + 40);
    seen.sort((one, other) => Number(other.pin.id === this.chosen) - Number(one.pin.id === this.chosen) || one.spot.far - other.spot.far);
    const kept = new Set<string>();
    const taken: Rectangle[] = [];
    for (const [rank, { pin, spot: { x, y } }] of seen.slice(0, MOST).entries()) {
      const name = `${pin.kind}/${pin.id}`;
      kept.add(name);
      const button = this.shown.get(name) ?? this.make(name, pin);
      if (button.textContent !== pin.name) button.textContent = pin.name;
      button.toggleAttribute("data-chosen", pin.id === this.chosen);
      button.toggleAttribute("data-dot", !this.fits(taken, pin.name, x, y));
      button.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
      button.style.zIndex = String(MOST + 1 - rank);
    }
    for (const [name, button] of this.shown) {
      if (kept.has(name)) continue;
      button.remove();
      this.shown.delete(name);
    }
  }

  /** Those that something hides are shown faintly. */
  veil(isHidden: (point: Vector) => boolean): void {
    for (const [name, button] of this.shown) {
      const pin = this.pins.find(({ kind, id }) => `${kind}/${id}` === name);
      button.toggleAttribute("data-behind", pin !== undefined && pin.id !== this.chosen && isHidden(pin.position));
    }
  }

  /** Which are on the page, by name and place; for those who look from outside. */
  get names(): string[] {
    return [...this.shown.keys()];
  }

  /** Whether there is room for a name; where there is, it is taken now. What has no room is a dot until it is pointed at. */
  private fits(taken: Rectangle[], name: string, x: number, y: number): boolean {
    const width = Math.min(220, 30 + 7.4 * [...name].reduce((sum, letter) => sum + (letter > "\u2e80" ? 1.8 : 1), 0));
    const mine = { left: x - 14, right: x - 14 + width, top: y - 40, bottom: y };
    if (taken.some((each) => mine.left < each.right && mine.right > each.left && mine.top < each.bottom && mine.bottom > each.top)) return false;
    taken.push(mine);
    return true;
  }

  private make(name: string, { kind }: Pin): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `pin ${kind}`;
    button.tabIndex = -1;
    const pin = (): Pin | undefined => this.pins.find((each) => `${each.kind}/${each.id}` === name);
    button.addEventListener("click", () => { const found = pin(); if (found) this.events.chosen(found); });
    if (kind === "annotation") this.drag(button, pin);
    this.layer.append(button);
    this.shown.set(name, button);
    return button;
  }

  private drag(button: HTMLButtonElement, pin: () => Pin | undefined): void {
    let from: { x: number; y: number; moves: boolean } | undefined;
    button.addEventListener("pointerdown", (event) => {
      if (!this.movable) return;
      from = { x: event.clientX, y: event.clientY, moves: false };
      button.setPointerCapture(event.pointerId);
    });
    button.addEventListener("pointermove", (event) => {
      const found = pin();
      if (!from || !found) return;
      from.moves ||= Math.hypot(event.clientX - from.x, event.clientY - from.y) > TAP_PX;
      if (from.moves) this.events.dragged(found, event.clientX, event.clientY, false);
    });
    button.addEventListener("pointerup", (event) => {
      const found = pin();
      if (from?.moves && found) this.events.dragged(found, event.clientX, event.clientY, true);
      from = undefined;
    });
    button.addEventListener("pointercancel", () => { from = undefined; });
  }
}
