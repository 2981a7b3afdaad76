import type { App } from "../../app";
import type { Companion } from "../../companions";
import type { Encountered } from "../../wire.gen";

/** Tells the headset what happens on a visit, where there is one. */
export class InHeadset implements Companion {
  /** Stops that the guide turned to before there was a headset. */
  private readonly met: string[] = [];

  constructor(private readonly app: App) {
    app.view?.xr.join(app);
  }

  presenting(): void {
    for (const stop of this.met.splice(0)) this.headset?.met(stop);
  }

  retold(language: string): void {
    void this.headset?.house.retell(language);
  }

  encountered({ stop }: Encountered): void {
    if (!stop) return;
    if (this.headset === null) this.met.push(stop);
    else this.headset.met(stop);
  }

  private get headset() {
    return this.app.view?.xr.headset ?? null;
  }
}
