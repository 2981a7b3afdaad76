import type { App } from "../app";
import type { Companion } from "../companions";
import { textIn } from "../language";
import { stopAt } from "../offline/narrator";
import { Player } from "../replay/player";
import { Route } from "../replay/route";
import type { Step } from "../replay/route";
import type { Site } from "../site";
import { figure, say } from "../strings";
import type { Key } from "../strings";
import { byId, disclose, element, worded } from "../ui/page";
import { iconButton } from "../ui/icon-button";
import type { Encountered } from "../wire.gen";
import { NIGHT, drawGround, drawTrail, drawYou } from "./drawing";
import { frameOf, nextOf, onPlan, orderOf } from "./ground-plan";
import type { Frame } from "./ground-plan";

const LOOK_MS = 250;
const SHARP = 2;

/** A map of the site: where one is, where one has been, what is next, and one's own walk to watch again. */
export class Plan implements Companion {
  private readonly panel = element("aside", "", "panel");
  private readonly map = element("div", "", "map");
  private readonly canvas = element("canvas");
  private readonly dots = element("div");
  private readonly list = element("ol");
  private readonly done = element("p", "", "note");
  private readonly watch = element("button");
  private readonly take = element("button");
  private readonly seen = new Set<string>();
  private readonly route = new Route();
  private readonly player: Player;
  private ground: { of: object; picture: HTMLCanvasElement } | null = null;
  private area: Frame | null = null;
  private order: string[] = [];
  private site = "";
  private at: string | null = null;

  constructor(private readonly app: App) {
    this.player = new Player(app, (step) => this.played(step));
    const button = iconButton("show-plan", "plan", "M4 6.500l5-2 6 2 5-2v13l-5 2-6-2-5 2zM9 4.500v13M15 6.500v13");
    this.build();
    byId("show-stops").before(button);
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", "plan");
    document.querySelector("#tour .bottom")!.before(this.panel);
    disclose(button, this.panel);
    button.addEventListener("click", () => this.draw());
    this.watch.addEventListener("click", () => (this.player.playing ? this.player.stop() : this.player.play(this.route)));
    this.take.addEventListener("click", () => void this.carry());
  }

  entered(site: Site): void {
    if (site.id !== this.site) {
      this.seen.clear();
      this.route.forget();
      this.site = site.id;
    }
    this.area = frameOf(site.stops, site.scene.entrance.position);
    this.order = orderOf(site.stops, site.tours);
    this.draw();
  }

  begun(): void {
    setInterval(() => this.look(), LOOK_MS);
  }

  encountered({ stop }: Encountered): void {
    if (stop !== undefined) this.seen.add(stop);
    this.draw();
  }

  retold(): void {
    this.draw();
  }

  /** Nothing of the walk is left. */
  forgotten(): void {
    this.player.stop();
    this.seen.clear();
    this.route.forget();
    this.draw();
  }

  private build(): void {
    this.panel.id = "plan";
    this.panel.tabIndex = -1;
    this.panel.hidden = true;
    this.panel.dataset["label"] = "plan";
    this.canvas.setAttribute("aria-hidden", "true");
    this.dots.setAttribute("aria-hidden", "true");
    this.map.append(this.canvas, this.dots);
    this.done.setAttribute("role", "status");
    const walk = element("section");
    const buttons = element("div", "", "row");
    for (const button of [this.watch, this.take]) button.type = "button";
    buttons.append(this.watch, this.take);
    walk.append(worded("h3", "walk"), buttons, worded("p", "walkOnly", "note"));
    this.panel.append(worded("h2", "plan"), this.map, worded("p", "planGo", "note"), this.done, this.list, walk);
  }

  private look(): void {
    const { visitor, view, site } = this.app;
    if (site === null || this.player.playing) return;
    const [x, y, z] = view?.head.position ?? visitor.eye;
    const feet: Step["feet"] = [x, y - 1.65, z];
    this.route.note(performance.now(), feet, visitor.yaw);
    const at = stopAt(site.stops, feet);
    if (at !== this.at) {
      this.at = at;
      this.draw();
    } else if (!this.panel.hidden) this.paint({ feet, yaw: visitor.yaw });
  }

  /** Say everything anew; only while somebody looks. */
  private draw(): void {
    const { site, language, visitor } = this.app;
    if (site === null || this.area === null || this.panel.hidden) return;
    const next = nextOf(this.order, new Set([...this.seen, ...(this.at === null ? [] : [this.at])]));
    this.done.textContent = next === null ? say("planDone") : "";
    const places = this.order.flatMap((id) => site.stops.find((stop) => stop.id === id) ?? []);
    const focused = (document.activeElement as HTMLElement | null)?.dataset["plan"];
    this.list.replaceChildren(...places.map((stop, i) => this.place(stop.id, i + 1, textIn(stop.title, language), this.stateOf(stop.id, next), this.away(stop.position))));
    this.dots.replaceChildren(...places.map((stop, i) => this.dot(stop.id, i + 1, stop.position, this.stateOf(stop.id, next), textIn(stop.title, language))));
    if (focused !== undefined) this.list.querySelector<HTMLElement>(`[data-plan="${CSS.escape(focused)}"]`)?.focus();
    this.watch.textContent = say(this.player.playing ? "walkStop" : "walkWatch");
    this.take.textContent = say("walkTake");
    this.watch.disabled = this.take.disabled = this.route.steps.length < 2;
    this.paint({ feet: visitor.feet, yaw: visitor.yaw });
  }

  private stateOf(stop: string, next: string | null): Key {
    return stop === this.at ? "planHere" : this.seen.has(stop) ? "planSeen" : stop === next ? "planNext" : "planNew";
  }

  private away([x, , z]: readonly number[]): string {
    const [fx, , fz] = this.app.visitor.feet;
    return say("planAway", { n: Math.round(Math.hypot(x! - fx, z! - fz)) });
  }

  private place(id: string, number: number, title: string, state: Key, away: string): HTMLElement {
    const [item, button] = [element("li"), element("button", "", state)];
    button.type = "button";
    button.dataset["plan"] = id;
    if (state === "planHere") button.setAttribute("aria-current", "location");
    const words = element("span", "", "words-of");
    words.append(element("b", title), element("small", state === "planHere" ? say(state) : `${say(state)} · ${away}`));
    button.append(element("span", state === "planSeen" ? "✓" : figure(number), "number"), words);
    button.addEventListener("click", () => this.app.goto(id));
    item.append(button);
    return item;
  }

  private dot(id: string, number: number, position: Step["feet"], state: Key, title: string): HTMLElement {
    const dot = element("button", state === "planSeen" ? "✓" : figure(number), `dot ${state}`);
    const [x, y] = onPlan(this.area!, position);
    dot.type = "button";
    dot.tabIndex = -1;
    dot.title = title;
    dot.style.left = `${100 * x}%`;
    dot.style.top = `${100 * y}%`;
    dot.addEventListener("click", () => this.app.goto(id));
    return dot;
  }

  private played(step: Step | null): void {
    if (step !== null && !this.panel.classList.contains("playing")) this.panel.scrollTop = 0;
    this.panel.classList.toggle("playing", step !== null);
    this.watch.textContent = say(step === null ? "walkWatch" : "walkStop");
    this.paint(step ?? { feet: this.app.visitor.feet, yaw: this.app.visitor.yaw });
  }

  private paint(you: Pick<Step, "feet" | "yaw">): void {
    const frame = this.area!;
    const width = Math.max(200, this.map.clientWidth) * SHARP;
    const height = Math.round((width * frame.depth) / frame.width);
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    const pen = this.canvas.getContext("2d")!;
    pen.clearRect(0, 0, width, height);
    const ground = this.groundPicture(width, height);
    if (ground !== null) pen.drawImage(ground, 0, 0);
    drawTrail(pen, this.route.steps, frame, width, height, NIGHT, SHARP);
    drawYou(pen, you, frame, width, height, NIGHT, SHARP);
  }

  /** The ground, drawn once. */
  private groundPicture(width: number, height: number): HTMLCanvasElement | null {
    const of = this.app.visitor.ground;
    if (of === null) return null;
    if (this.ground?.of !== of || this.ground.picture.width !== width) {
      const picture = element("canvas");
      Object.assign(picture, { width, height });
      drawGround(picture.getContext("2d")!, of.triangles, this.area!, width, height, NIGHT);
      this.ground = { of, picture };
    }
    return this.ground.picture;
  }

  private async carry(): Promise<void> {
    const { site, language, visitor } = this.app;
    if (site === null) return;
    const { keepsake } = await import("./keepsake");
    await keepsake(site, language, this.area!, this.order, this.seen, this.route, visitor.ground?.triangles ?? null);
  }
}
