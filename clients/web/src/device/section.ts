import { textIn } from "../language";
import { figure, say } from "../strings";
import type { Key } from "../strings";
import { byId, element, worded } from "../ui/page";
import type { Device } from "./companion";
import { Tilt } from "./tilt";

/** The browser's offer to install a page; not in every browser. */
interface Offer extends Event {
  prompt(): Promise<void>;
}

const MB = 1_000_000;

/** Among the settings: what is fetched, how the guide is heard, turning to look, and what is kept without a network. */
export class Section {
  private readonly data = choices("data-use");
  private readonly voice = choices("voice-use");
  private readonly now = element("p", "", "note");
  private readonly tilt = element("input");
  private readonly keep = element("button", "", "quiet-button");
  private readonly drop = element("button", "", "link");
  private readonly install = element("button", "", "quiet-button");
  private readonly kept = element("p");
  private readonly bar = element("progress");
  private offer: Offer | null = null;

  constructor(private readonly device: Device) {
    const section = element("section");
    section.id = "device";
    section.setAttribute("aria-labelledby", "device-title");
    this.kept.setAttribute("role", "status");
    this.now.setAttribute("role", "status");
    this.tilt.type = "checkbox";
    const tilting = element("label", "", "tick");
    tilting.append(this.tilt, worded("span", "tilt"));
    tilting.hidden = !Tilt.possible;
    const buttons = element("div", "", "row");
    buttons.append(this.keep, this.install, this.drop);
    const title = worded("h3", "device");
    title.id = "device-title";
    section.append(title, row("dataUse", this.data), this.now, row("voiceUse", this.voice), tilting, worded("h4", "keepTitle"), this.kept, this.bar, buttons, worded("p", "keepOnlyPlace", "note"));
    byId("settings").append(section);
    for (const button of [this.keep, this.drop, this.install]) button.type = "button";
    this.listen();
  }

  /** Say how things stand. */
  draw(): void {
    const { app, saving, data, offline } = this.device;
    refill(this.data, [["", "dataAuto"], ["light", "dataLight"], ["full", "dataFull"]], data ?? "");
    refill(this.voice, [["", "voiceFit"], ["thrifty", "voiceThrifty"], ["none", "voiceNone"]], app.preferences.voice ?? "");
    const fetched = performance.getEntriesByType("resource").reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0);
    const line = data === undefined ? `${say(saving ? "dataNowLight" : "dataNowFull")} ` : "";
    this.now.textContent = line + say("dataFetched", { size: size(fetched) });
    this.tilt.checked = this.device.tilt.on;
    const place = app.site === null ? "" : textIn(app.site.title, app.language);
    const { keeping } = offline;
    this.kept.textContent = keeping.state === "kept" ? say("keepDone", { place, size: size(keeping.bytes) }) : keeping.state === "now" ? say("keepNow", { place }) : say(keeping.state === "full" ? "keepFull" : "keepNot", { place });
    this.bar.hidden = keeping.state !== "now";
    this.bar.value = keeping.state === "now" ? keeping.share : 0;
    for (const [button, key, hidden] of [[this.keep, "keepThis", keeping.state === "kept" || keeping.state === "now"], [this.drop, "keepDrop", keeping.state !== "kept"], [this.install, "install", this.offer === null]] as const) {
      button.textContent = say(key);
      button.hidden = hidden;
    }
  }

  private listen(): void {
    const { app, offline, tilt } = this.device;
    this.data.addEventListener("change", () => {
      set(app.preferences, "data", this.data.value);
      this.device.choose();
    });
    this.voice.addEventListener("change", () => {
      set(app.preferences, "voice", this.voice.value);
      this.device.choose();
    });
    this.tilt.addEventListener("change", () => void this.turn(tilt));
    this.keep.addEventListener("click", () => {
      void navigator.storage?.persist?.();
      void offline.keep(true);
    });
    this.drop.addEventListener("click", () => void offline.drop().then(() => (this.kept.textContent = say("keepDropped"))));
    this.install.addEventListener("click", () => void this.offer?.prompt());
    for (const opener of document.querySelectorAll(".show-settings")) opener.addEventListener("click", () => this.draw());
    addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      this.offer = event as Offer;
      this.draw();
    });
    addEventListener("appinstalled", () => {
      this.offer = null;
      this.draw();
    });
  }

  private async turn(tilt: Tilt): Promise<void> {
    if (!this.tilt.checked) return tilt.end();
    this.tilt.checked = await tilt.begin();
    if (!this.tilt.checked) this.device.app.notice.tell(say("tiltRefused"));
  }
}

function size(bytes: number): string {
  return figure(Math.round(bytes / (MB / 10)) / 10);
}

function choices(id: string): HTMLSelectElement {
  const select = element("select");
  select.id = id;
  return select;
}

function row(key: Key, select: HTMLSelectElement): HTMLLabelElement {
  const label = element("label", "", "row-of");
  label.append(worded("span", key), select);
  return label;
}

function refill(select: HTMLSelectElement, options: readonly (readonly [string, Key])[], value: string): void {
  select.replaceChildren(...options.map(([each, key]) => new Option(say(key), each)));
  select.value = value;
}

function set<Choices extends object, Name extends keyof Choices>(choices: Choices, name: Name, value: string): void {
  if (value === "") delete choices[name];
  else choices[name] = value as Choices[Name];
}
