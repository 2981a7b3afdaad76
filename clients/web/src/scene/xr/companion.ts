import type { App } from "../../app";
import type { Companion } from "../../companions";
import type { Encountered } from "../../wire.gen";

/** Tells the headset what happens on a visit, where there is one. */
export class InHeadset implements Companion {
  /** Stops that the guide turned to before there was a headset. */
  private readonly met: string[] = [];
  /** What the guide last turned to. */
  private subject = "";

  constructor(private readonly app: App) {
    app.view?.xr.join(app);
  }

  /** What plays on the page is out of reach in a headset, and the other way round. */
  presenting(): void {
    this.app.sound.clips.hush();
    for (const stop of this.met.splice(0)) this.headset?.met(stop);
    this.picture();
  }

  retold(language: string): void {
    void this.headset?.house.retell(language);
    this.picture();
  }

  encountered({ stop, annotation }: Encountered): void {
    this.subject = annotation;
    this.picture();
    if (!stop) return;
    if (this.headset === null) this.met.push(stop);
    else this.headset.met(stop);
  }

  private picture(): void {
    const told = this.app.site?.annotations.find(({ id }) => id === this.subject);
    this.headset?.picture.show(this.subject, told?.media ?? [], this.app.reading);
  }

  private get headset() {
    return this.app.view?.xr.headset ?? null;
  }
}
