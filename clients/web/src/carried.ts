import type { App } from "./app";
import type { Companion } from "./companions";

/** A visit that was taken along from a kiosk. */
export interface Carried {
  visit: string;
  resume: string;
  received: number;
}

/** Goes on with what a link says: a language, a stop, and a visit that a kiosk let go of (`#take=`). */
export class CarriedOn implements Companion {
  private readonly asked = new URLSearchParams(location.search);
  private taken: Carried | null = null;
  private entering = true;

  constructor(private readonly app: App) {
    const code = new URLSearchParams(location.hash.slice(1)).get("take");
    if (code === null) return;
    // The code is nobody's business any more, and good only once.
    history.replaceState(null, "", `${location.pathname}${location.search}`);
    void take(code).then((taken) => (this.taken = taken));
  }

  entered(): void {
    const language = this.asked.get("language");
    if (this.entering && language !== null) this.app.speakIn(language);
    this.entering = false;
  }

  begun(): void {
    const stop = this.asked.get("stop");
    if (this.taken !== null) this.app.visit!.takeUp(this.taken);
    if (stop !== null) this.app.goto(stop);
  }
}

/** The visit of a code; null where it was taken already or is over, and the tour begins anew. */
async function take(code: string): Promise<Carried | null> {
  const body = JSON.stringify({ code });
  const answer = await fetch("/api/take-along", { method: "POST", body, headers: { "Content-Type": "application/json" } }).catch(() => null);
  return answer?.ok === true ? ((await answer.json()) as Carried) : null;
}
