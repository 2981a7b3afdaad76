import type { App } from "../app";
import type { Companion } from "../companions";
import { axes } from "../pose";
import { say } from "../strings";
import type { Key } from "../strings";
import { byId, element } from "../ui/page";

/** Radians that one press looks up or down. */
const LOOK = 0.14;

/** What the keys do while the scene has the focus, beside walking; nowhere else, where letters are letters. */
export const KEYS: readonly (readonly [keys: readonly string[], shown: string, word: Key])[] = [
  [[], "W A S D", "keyWalk"],
  [[], "← → ↑ ↓", "keyTurn"],
  [["PageUp", "PageDown"], "Page ↑  Page ↓", "keyLook"],
  [[], "Shift", "keyHurry"],
  [["Enter"], "Enter", "keyAsk"],
  [["n"], "N", "keyNext"],
  [["p"], "P", "keyBefore"],
  [[], "Esc", "keyHush"],
  [["?"], "?", "keyHelp"],
];

/** The stop after or before one on the walk; from none, the first or the last. */
export function stepFrom(stops: readonly string[], at: string | null, by: 1 | -1): string | undefined {
  const found = at === null ? -1 : stops.indexOf(at);
  if (found < 0) return by === 1 ? stops[0] : stops.at(-1);
  return stops[(found + by + stops.length) % stops.length];
}

/** Everything by keyboard: asking what is ahead, going from place to place, looking up, and a list of the keys. */
export class Keys implements Companion {
  private at: string | null = null;
  private list: HTMLDialogElement | null = null;

  constructor(private readonly app: App) {
    byId("view").addEventListener("keydown", (event) => this.pressed(event));
    const button = element("button", "", "link");
    button.type = "button";
    button.dataset["text"] = "keys";
    button.setAttribute("aria-haspopup", "dialog");
    button.addEventListener("click", () => this.show());
    const line = element("p", "", "keys-line");
    line.append(button);
    byId("settings").append(line);
  }

  encountered({ stop }: { stop?: string }): void {
    if (stop !== undefined) this.at = stop;
  }

  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.app.visit === null) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!KEYS.some(([keys]) => keys.includes(key))) return;
    event.preventDefault();
    if (key === "PageUp" || key === "PageDown") this.app.visitor.turn(0, key === "PageUp" ? LOOK : -LOOK);
    else if (key === "Enter") this.ask();
    else if (key === "?") this.show();
    else this.go(key === "n" ? 1 : -1);
  }

  private ask(): void {
    const { view, visitor, visit } = this.app;
    const { position, orientation } = view?.head ?? visitor.head;
    visit?.point(position, axes(orientation).forward);
  }

  private go(by: 1 | -1): void {
    const stops = this.app.site?.stops.map(({ id }) => id) ?? [];
    const next = stepFrom(stops, this.at, by);
    if (next === undefined) return;
    this.at = next;
    this.app.goto(next);
  }

  private show(): void {
    this.list?.remove();
    const dialog = element("dialog");
    dialog.id = "keys";
    dialog.setAttribute("aria-labelledby", "keys-title");
    const title = element("h2", say("keys"));
    title.id = "keys-title";
    const close = element("button", say("close"), "primary");
    const form = element("form");
    form.method = "dialog";
    form.append(close);
    const table = element("dl");
    for (const [, shown, word] of KEYS) {
      const term = element("dt");
      term.append(element("kbd", shown));
      table.append(term, element("dd", say(word)));
    }
    dialog.append(title, element("p", say("keysWhere"), "why"), table, form);
    document.body.append((this.list = dialog));
    dialog.addEventListener("close", () => dialog.remove());
    dialog.showModal();
  }
}
