import { patiently } from "../access/waiting";
import type { Claims } from "../claims";
import { PURPOSES, erase, fetchKept, standing } from "../privacy";
import type { Claim, Kept } from "../privacy";
import { say } from "../strings";
import { byId, element } from "./page";

const TRIES = 10;
const WAIT_MS = 500;

export interface KeptEvents {
  /** Tell the guide to drop everything now; false where the line is down. */
  forget(): boolean;
  /** Everything is gone. */
  forgotten(): void;
}

/** What is kept of the visits of this tab, as the house says it, to have and to have destroyed. */
export class KeptPanel {
  private readonly list = byId("kept-list");
  private readonly said = byId("kept-said");
  private readonly give = byId<HTMLButtonElement>("give");
  private readonly gone = byId<HTMLButtonElement>("forget");
  private found = new Map<string, Kept | null>();
  private asking = 0;

  constructor(private readonly claims: Claims, private readonly events: KeptEvents) {
    this.give.addEventListener("click", () => this.hand());
    this.gone.addEventListener("click", () => void this.forget());
  }

  /** Ask the house anew once it has answered what it was told, and show it; what it keeps of the visit that goes on, undefined where that is not known. */
  async show(settled = Promise.resolve()): Promise<Kept | null | undefined> {
    const turn = ++this.asking;
    this.said.textContent = "";
    try {
      const found = await patiently(this.list, settled.then(() => this.read()));
      if (turn !== this.asking) return undefined;
      this.found = found;
      this.draw();
    } catch {
      this.list.replaceChildren(element("li", say("keptUnknown")));
      this.give.disabled = true;
      return undefined;
    }
    return this.claims.current === null ? null : this.found.get(this.claims.current.visit);
  }

  /** What was found, as it is shown: of each visit its number and what is kept of it. */
  get sentences(): string[] {
    const parts = [...this.list.children].flatMap((item) => (item.childElementCount === 0 ? [item] : [...item.children]));
    return parts.map(({ textContent }) => textContent.trim()).filter(Boolean);
  }

  private async read(): Promise<Map<string, Kept | null>> {
    const all = this.claims.all;
    const kept = await Promise.all(all.map(fetchKept));
    return new Map(all.map(({ visit }, index) => [visit, kept[index] ?? null]));
  }

  private draw(): void {
    const shown = this.claims.all.map((claim, index) => this.entry(claim, this.claims.current !== null && index === 0));
    this.list.replaceChildren(...(shown.length > 0 ? shown : [element("li", say("keptNothing"))]));
    this.give.disabled = ![...this.found.values()].some((kept) => kept !== null);
  }

  private entry({ visit }: Claim, now: boolean): HTMLElement {
    const item = element("li");
    const name = element("p", `${say(now ? "thisVisit" : "earlierVisit")} `);
    name.append(element("code", visit));
    item.append(name, ...told(this.found.get(visit) ?? null).map((text) => element("p", text)));
    return item;
  }

  /** Everything that is kept, as a file. */
  private hand(): void {
    const visits = [...this.found].flatMap(([visit, kept]) => (kept === null ? [] : [{ visit, ...kept }]));
    const link = element("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify({ visits }, null, 2)], { type: "application/json" }));
    link.download = "caravanserai-my-visit.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    this.tell("given");
  }

  private tell(what: "given" | "forgetting" | "forgotten" | "notForgotten"): void {
    this.said.textContent = say(what);
    this.said.scrollIntoView({ block: "nearest" });
  }

  private async forget(): Promise<void> {
    this.gone.disabled = true;
    this.tell("forgetting");
    try {
      await this.destroy();
      this.events.forgotten();
      await this.show();
      this.tell("forgotten");
    } catch {
      this.tell("notForgotten");
    } finally {
      this.gone.disabled = false;
    }
  }

  /** Through the wire where the visit goes on, so that the guide forgets at once; through the house's door for the rest. */
  private async destroy(): Promise<void> {
    const { current } = this.claims;
    const told = current !== null && this.events.forget();
    for (const claim of this.claims.all) {
      if (told && claim === current) await nothingKept(claim);
      else await erase(claim);
      this.claims.drop(claim);
    }
  }
}

/** What the house says of one visit, in sentences. */
function told(kept: Kept | null): string[] {
  if (kept === null) return [say("keptNothing")];
  const agreed = standing(kept);
  const names = PURPOSES.filter((purpose) => agreed.includes(purpose)).map((purpose) => say(`purpose-${purpose}`));
  const questions = kept.deeds.filter(({ kind }) => kind === "asked").length;
  const notes = [say("keptNotes", { n: kept.deeds.length }), questions > 0 ? say("keptQuestions", { n: questions }) : ""];
  return [say("keptAgreed", { purposes: names.join(" · ") }), notes.filter(Boolean).join(" ")];
}

/** Wait until the house says that it keeps nothing of a visit; where the guide is too slow, have it done at the door. */
async function nothingKept(claim: Claim): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    if ((await fetchKept(claim)) === null) return;
    await new Promise((go) => setTimeout(go, WAIT_MS));
  }
  await erase(claim);
}
