import { Backoff } from "../backoff";
import { byId } from "../ui/page";
import { say } from "../strings";
import type { Reason } from "./watch";
import { wipe } from "./wipe";

/** Hide everything at once, let `last` be done, wipe the browser, and start afresh as soon as the house answers; what failed of `last` is done then. */
export async function startAfresh(reason: Reason, last: () => Promise<void> = () => Promise.resolve(), more = ""): Promise<void> {
  cover();
  const [done] = await Promise.allSettled([last(), wipe()]);
  await answered();
  if (done.status === "rejected") await last().catch(() => undefined);
  wipeAgain();
  location.replace(`${location.pathname}${location.search}#${reason}${more}`);
  location.reload();
}

/** Nothing of the visit is seen any more, whatever the house does. */
function cover(): void {
  document.body.dataset["kiosk"] = "leaving";
  for (const open of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) open.close();
  byId("leaving").textContent = say("kioskLeaving");
  for (const id of ["caption", "caption-second", "about", "wall-greeting"]) byId(id).textContent = "";
  byId("history").querySelector("ol")!.replaceChildren();
}

/** A page that cannot be fetched would leave the screen with the browser's own error. */
async function answered(): Promise<void> {
  const backoff = new Backoff();
  for (;;) {
    const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
    if (answer?.ok === true) return;
    await new Promise((go) => setTimeout(go, backoff.next()));
  }
}

/** What the page wrote while it waited. */
function wipeAgain(): void {
  localStorage.clear();
  sessionStorage.clear();
}
