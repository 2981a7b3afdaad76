import { patiently } from "../access/waiting";
import { say } from "../strings";
import type { Fact, Source } from "../site";
import { cutOff } from "../within";
import { byId, element } from "./page";

/** “How do you know?”: the facts behind a caption and where they were published. */
export class Sources {
  private readonly dialog = byId<HTMLDialogElement>("sources");
  private readonly list = byId("sources-list");

  constructor(private readonly facts: () => Promise<Record<string, Fact>>) {
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
  }

  async show(ids: readonly string[]): Promise<void> {
    this.list.replaceChildren();
    if (!this.dialog.open) this.dialog.showModal();
    try {
      const facts = await patiently(this.list, this.facts());
      const known = ids.flatMap((id) => facts[id] ?? []);
      this.list.replaceChildren(...(known.length > 0 ? known.map(article) : [element("p", say("noSources"))]));
    } catch {
      this.list.replaceChildren(element("p", say(cutOff() ? "offlineMissing" : "sourcesMissing")));
    }
  }
}

function article(fact: Fact): HTMLElement {
  const made = element("article");
  made.append(element("p", fact.text, "fact"));
  if (fact.disputed) made.append(element("p", say("disputed"), "mark"));
  const list = element("ul");
  list.append(...fact.sources.map(cite));
  made.append(list);
  return made;
}

function cite(source: Source): HTMLElement {
  const item = element("li");
  const title = /^https?:\/\//.test(source.url) ? link(source.url, source.title) : element("cite", source.title);
  const [before, after] = aroundTitle(source);
  item.append(before, title, after);
  return item;
}

/** Where something was published, in a line. */
export function citation(source: Source): string {
  const [before, after] = aroundTitle(source);
  return before + source.title + after;
}

function aroundTitle(source: Source): [before: string, after: string] {
  const year = source.year < 0 ? say("bce", { year: String(-source.year) }) : String(source.year);
  const imprint = [source.publisher, year].filter(Boolean).join(", ");
  return [`${source.author}, `, ` (${imprint})${source.locator ? `, ${source.locator}` : ""}`];
}

function link(url: string, text: string): HTMLElement {
  const made = element("a");
  made.href = url;
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  made.append(element("cite", text));
  return made;
}
