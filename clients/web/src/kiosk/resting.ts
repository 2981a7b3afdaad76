import { PHRASES, say } from "../strings";
import { byId } from "../ui/page";
import { Corner } from "./corner";
import { held } from "./hold";
import { fetchTold } from "./house";
import type { KioskTold } from "./house";
import { isOpen, nextOpening } from "./hours";
import { startAfresh } from "./leaving";

const ASK_MS = 20_000;

/** A dark screen outside the hours, or because an operator wished it: nothing is drawn, and the guide is left in peace. */
export class Resting {
  /** `wished`: whatever the hours say. */
  constructor(private told: KioskTold, private readonly wished: boolean) {
    document.body.dataset["kiosk"] = "resting";
    const corner = new Corner({ told: () => this.told, nurse: null, changed: (rules) => (this.told = { ...this.told, rules }), afresh: (reason, more) => void startAfresh(reason, undefined, more) });
    held(byId("corner-spot"), () => corner.open());
    addEventListener("keydown", ({ ctrlKey, altKey, code }) => {
      if (ctrlKey && altKey && code === "KeyO") corner.open();
    });
    setInterval(() => this.tick(), 1_000);
    setInterval(() => void this.ask(), ASK_MS);
    this.tick();
  }

  private tick(): void {
    const now = new Date();
    if (!this.wished && isOpen(this.told.rules.hours, now) && !byId<HTMLDialogElement>("corner").open) void startAfresh("hours");
    const next = this.wished ? null : nextOpening(this.told.rules.hours, now);
    const when = next?.toLocaleString(PHRASES.language, { weekday: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    byId("resting-said").textContent = say("kioskResting");
    byId("resting-when").textContent = when === undefined ? "" : say("kioskOpens", { when });
    // The words wander, so that nothing burns into the screen.
    byId("resting").dataset["place"] = String(now.getMinutes() % 6);
  }

  private async ask(): Promise<void> {
    this.told = (await fetchTold(this.told.site).catch(() => null)) ?? this.told;
  }
}

