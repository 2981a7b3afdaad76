import { figure, say } from "../strings";
import { byId } from "../ui/page";

/** “Are you still there?”, with the seconds that are left; a reader is told of them when it opens and near the end. */
export class StillThere {
  private readonly dialog = byId<HTMLDialogElement>("still");
  private readonly why = byId("still-why");
  private readonly count = byId("still-count");
  private left = -1;

  constructor(stay: () => void, finish: () => void) {
    byId("still-stay").addEventListener("click", stay);
    byId("still-finish").addEventListener("click", finish);
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      stay();
    });
  }

  /** Ask, with so many milliseconds left. */
  ask(ms: number): void {
    const seconds = Math.ceil(ms / 1_000);
    if (seconds === this.left) return;
    this.left = seconds;
    this.count.textContent = figure(seconds);
    this.why.textContent = say("kioskStillWhy", { n: seconds });
    if (seconds === 10) byId("still-said").textContent = this.why.textContent;
    if (this.dialog.open) return;
    for (const other of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) other.close();
    this.dialog.showModal();
    byId("still-stay").focus();
  }

  close(): void {
    this.left = -1;
    this.dialog.close();
  }

  get open(): boolean {
    return this.dialog.open;
  }
}
