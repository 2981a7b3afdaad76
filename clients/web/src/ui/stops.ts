import { figure } from "../strings";
import type { Stop } from "../site";
import { byId, element, inscribe } from "./page";

/** The list of places to see; each is a button. */
export class StopList {
  private readonly list = byId("stops").querySelector("ol")!;
  private stops: Stop[] = [];
  private at: string | null = null;

  constructor(private readonly go: (stop: string) => void) {}

  draw(stops: Stop[], language: string): void {
    this.stops = stops;
    this.list.replaceChildren(...stops.map((stop, i) => this.item(stop, i + 1, language)));
    this.mark(this.at);
  }

  /** Mark the stop where the visitor stands. */
  mark(stop: string | null): void {
    this.at = stop;
    for (const button of this.list.querySelectorAll("button")) {
      if (button.dataset["stop"] === stop) button.setAttribute("aria-current", "location");
      else button.removeAttribute("aria-current");
    }
  }

  /** The stop whose circle contains a position on the ground, or null. */
  near(x: number, y: number, z: number): string | null {
    const inside = this.stops.filter(({ position: [sx, sy, sz], radius }) => Math.hypot(x - sx, z - sz) <= radius && Math.abs(y - sy) < 3);
    const far = ({ position: [sx, , sz] }: Stop) => Math.hypot(x - sx, z - sz);
    return inside.sort((a, b) => far(a) - far(b))[0]?.id ?? null;
  }

  private item(stop: Stop, number: number, language: string): HTMLElement {
    const item = element("li");
    const button = element("button");
    button.type = "button";
    button.dataset["stop"] = stop.id;
    button.append(element("span", figure(number), "number"), inscribe(element("span"), stop.title, language));
    button.addEventListener("click", () => this.go(stop.id));
    item.append(button);
    return item;
  }
}
