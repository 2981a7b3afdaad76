import { say } from "../strings";
import { element } from "../ui/page";

/** Milliseconds after which a wait is shown. */
const PATIENCE_MS = 1_000;

/** Wait for something in a place of the page; after a second a bar says that it is on its way. */
export async function patiently<T>(place: HTMLElement, work: Promise<T>): Promise<T> {
  place.setAttribute("aria-busy", "true");
  const timer = setTimeout(() => place.replaceChildren(bar(place.matches("ul, ol") ? "li" : place.matches("p") ? "span" : "p")), PATIENCE_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    place.removeAttribute("aria-busy");
    place.querySelector(":scope > .waiting")?.remove();
  }
}

/** A bar without an end that is known. */
function bar(as: "li" | "p" | "span"): HTMLElement {
  const made = element(as, "", "waiting");
  const progress = element("progress");
  progress.setAttribute("aria-label", say("oneMoment"));
  made.append(progress, element("span", say("oneMoment")));
  return made;
}
