import { direction, ownName } from "../language";
import { PHRASES, say } from "../strings";
import { drawn } from "../ui/icon-button";
import { byId, element } from "../ui/page";

/** A loudspeaker that is struck out. */
const SILENCED = "M4 10v4h3.500L12 18V6l-4.500 4zM16 9.500l5 5M21 9.500l-5 5";

export interface WallEvents {
  /** These are the languages now: what is heard, and what a second visitor reads. */
  chosen(touched: string, first: string, second: string | null): void;
}

/** The wall of languages: each in its own script, one touch each; with two visitors a second touch for the second one. */
export class Wall {
  first = "";
  second: string | null = null;
  private two = false;
  private offered = "";
  private readonly tiles = byId("wall");
  private readonly pair = byId<HTMLButtonElement>("wall-two");
  private readonly said = byId("wall-said");

  constructor(private readonly events: WallEvents) {
    this.pair.addEventListener("click", () => this.pairing());
  }

  /** Offer these languages; some of them a machine translated, and those that have no voice are only read. */
  draw(tags: readonly string[], first: string, tiers: Record<string, string>, silent: ReadonlySet<string>): void {
    this.first = first;
    const offered = tags.map((tag) => (silent.has(tag) ? `${tag} read` : tag)).join();
    if (this.offered !== offered) {
      this.offered = offered;
      this.tiles.replaceChildren(...tags.map((tag) => this.tile(tag, tiers[tag] === "checked", silent.has(tag))));
    }
    this.mark();
  }

  /** Nobody has chosen anything. */
  clear(): void {
    [this.two, this.second] = [false, null];
    this.mark();
  }

  private pairing(): void {
    this.two = !this.two;
    if (!this.two && this.second !== null) this.events.chosen(this.first, this.first, (this.second = null));
    this.mark();
  }

  private touched(tag: string): void {
    if (!this.two || tag === this.first) [this.first, this.second] = [tag, this.second === tag ? null : this.second];
    else this.second = tag;
    this.mark();
    this.events.chosen(tag, this.first, this.second);
  }

  private mark(): void {
    for (const tile of this.tiles.querySelectorAll<HTMLElement>("button")) {
      const tag = tile.dataset["tag"]!;
      const role = tag === this.first ? "first" : tag === this.second ? "second" : "";
      tile.setAttribute("aria-pressed", String(role !== ""));
      tile.dataset["role"] = role;
      const heard = tile.querySelector("em") === null;
      tile.querySelector("small")!.textContent = this.two && (role === "second" || (role === "first" && heard)) ? say(role === "first" ? "kioskFirst" : "kioskBeside") : "";
    }
    this.pair.setAttribute("aria-pressed", String(this.two));
    this.pair.textContent = say(this.two ? "kioskOneOnly" : "kioskTwo");
    this.said.textContent = say(this.two && this.second === null ? "kioskSecond" : "kioskLanguages");
  }

  private tile(tag: string, machine: boolean, silent: boolean): HTMLElement {
    const tile = element("button", "", "tongue");
    tile.type = "button";
    tile.dataset["tag"] = tag;
    const name = element("b", ownName(tag));
    [name.lang, name.dir] = [tag, direction(tag)];
    tile.append(name, ...(machine ? [element("i", "AI")] : []), ...(silent ? [readOnly(tag)] : []), element("small"));
    tile.addEventListener("click", () => this.touched(tag));
    return tile;
  }
}

/** That a language is only read: a silenced loudspeaker, and a word in that language where the page speaks it. */
function readOnly(tag: string): HTMLElement {
  const said = element("em");
  said.append(drawn(SILENCED), element("span", say("kioskReadOnly")));
  void PHRASES.of(tag).then((table) => {
    const [word, written] = [said.lastElementChild as HTMLElement, PHRASES.languages.includes(tag) ? tag : "en"];
    [word.textContent, word.lang, word.dir] = [String(table["kioskReadOnly"]), written, direction(written)];
  });
  return said;
}
