import { Group } from "three";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Hand } from "../src/scene/xr/hand";
import { PicturePanel } from "../src/scene/xr/picture";
import type { Voice } from "../src/scene/xr/picture";
import type { Media } from "../src/site";
import { creditLine } from "../src/ui/media";

const media = (url: string, kind: Media["kind"] = "Image"): Media => ({ kind, url, media_type: "image/jpeg", title: { en: url, ar: `${url} بالعربية` }, alt: { en: "" }, licence: "CC0-1.0", holder: "Museum", source: "" });
const HAND = { aims: true, pulse: () => undefined } as unknown as Hand;
/** Everything that was begun has been done. */
const done = () => new Promise((go) => setTimeout(go));

beforeEach(() => {
  const pen = { measureText: (text: string) => ({ width: 10 * text.length }), beginPath: vi.fn(), roundRect: vi.fn(), fill: vi.fn(), drawImage: vi.fn(), fillText: vi.fn(), arc: vi.fn(), moveTo: vi.fn(), lineTo: vi.fn() };
  voice = new Player();
  vi.stubGlobal("document", { createElement: () => ({ width: 0, height: 0, getContext: () => pen }) });
});

/** What plays sounds, but for those that cannot be had. */
class Player extends EventTarget implements Voice {
  src = "";
  paused = true;
  ended = false;
  readonly played: string[] = [];
  play = async (): Promise<void> => {
    if (this.src === "lost") throw Object.assign(new Error(this.src), { name: "NotSupportedError" });
    this.played.push(this.src);
    this.become(false);
  };
  pause = (): void => {
    if (!this.paused) this.become(true);
  };
  /** It was heard to its end. */
  end = (): void => this.become(true, true);
  private become(paused: boolean, ended = false): void {
    [this.paused, this.ended] = [paused, ended];
    this.dispatchEvent(new Event(paused ? "pause" : "play"));
  }
}

let voice: Player;

/** A panel whose pictures come at once, but for those that cannot be had. */
function panel(missing: readonly string[] = []): PicturePanel {
  const fetched = (url: string) => (missing.includes(url) ? Promise.reject(new Error(url)) : Promise.resolve({ naturalWidth: 400, naturalHeight: 300 } as HTMLImageElement));
  return new PicturePanel(new Group(), voice, fetched);
}

/** A press in the middle of the picture. */
const pressed = (made: PicturePanel, from = 2) => {
  const [x, y, z] = made.mesh.position.toArray();
  return made.press(Object.assign(Object.create(HAND) as Hand, { beam: [[x, y, z + from], [0, 0, -1]] }));
};

describe("the pictures of what is told in a headset", () => {
  it("shows one after another, and is put away after the last", async () => {
    const made = panel();
    made.show("arena", [media("a"), media("b")], "en");
    await done();
    expect(made.shown).toMatchObject({ title: "a", count: "1 / 2", credit: "Museum, CC0-1.0", plays: null });
    expect(pressed(made)).toBe(true);
    await done();
    expect(made.shown).toMatchObject({ title: "b", count: "2 / 2" });
    pressed(made);
    await done();
    expect(made.shown).toBeNull();
    expect(pressed(made), "what is not there is not pressed").toBe(false);
  });

  it("is pressed from its front alone", async () => {
    const made = panel();
    made.show("arena", [media("a")], "en");
    await done();
    expect(pressed(made, -2), "the ray goes away from it").toBe(false);
    expect(pressed(made)).toBe(true);
  });

  it("stays put away while the same is told, and goes with what it shows", async () => {
    const made = panel();
    const ofArena = [media("a")];
    made.show("arena", ofArena, "en");
    await done();
    pressed(made);
    await done();
    made.show("arena", [media("a")], "en");
    await done();
    expect(made.shown).toBeNull();
    made.show("gate", [media("g")], "en");
    await done();
    expect(made.shown).toMatchObject({ title: "g", count: "" });
    made.show("sky", [], "en");
    await done();
    expect(made.shown).toBeNull();
  });

  it("is told anew in another language, and stays where it was", async () => {
    const made = panel();
    made.show("arena", [media("a"), media("b")], "en");
    await done();
    pressed(made);
    await done();
    made.show("arena", [media("a"), media("b")], "ar");
    await done();
    expect(made.shown).toMatchObject({ title: "b بالعربية", count: "2 / 2" });
  });

  it("passes over what cannot be had, and what comes too late", async () => {
    const made = panel(["a"]);
    made.show("arena", [media("a"), media("b")], "en");
    await done();
    expect(made.shown).toMatchObject({ title: "b", count: "" });
    made.show("gate", [media("g")], "en");
    made.show("sky", [], "en");
    await done();
    expect(made.shown).toBeNull();
  });

  it("puts away what belonged to something else before the new picture is there, and is not turned meanwhile", async () => {
    const made = panel();
    made.show("arena", [media("a")], "en");
    await done();
    made.show("gate", [media("g"), media("h")], "en");
    expect(made.shown).toBeNull();
    expect(pressed(made)).toBe(false);
    await done();
    expect(made.shown).toMatchObject({ title: "g", count: "1 / 2" });
  });

  it("plays a sound when it is pressed, and goes on after it", async () => {
    const made = panel();
    made.show("arena", [media("a"), media("horn", "Sound"), media("b")], "en");
    await done();
    pressed(made);
    await done();
    expect(made.shown).toMatchObject({ title: "horn", count: "2 / 3", plays: false });
    expect(voice.src, "nothing is fetched before it is wanted").toBe("");
    pressed(made);
    await done();
    expect([made.shown!.plays, voice.played]).toEqual([true, ["horn"]]);
    voice.end();
    expect(made.shown!.plays).toBe(false);
    pressed(made);
    await done();
    expect([made.shown!.title, voice.played]).toEqual(["b", ["horn"]]);
  });

  it("is silent as soon as something else is shown or told, and plays again what was cut off", async () => {
    const made = panel();
    made.show("arena", [media("horn", "Sound"), media("a")], "en");
    await done();
    pressed(made);
    await done();
    voice.pause();
    expect(made.shown!.plays, "somebody spoke").toBe(false);
    pressed(made);
    await done();
    expect([made.shown!.title, made.shown!.plays, voice.played.length]).toEqual(["horn", true, 2]);
    pressed(made);
    await done();
    expect([made.shown!.title, voice.paused]).toEqual(["a", true]);
    made.show("gate", [media("bell", "Sound")], "en");
    await done();
    pressed(made);
    await done();
    expect(voice.paused).toBe(false);
    made.show("sky", [], "en");
    expect([made.shown, voice.paused]).toEqual([null, true]);
  });

  it("passes over a sound that cannot be played", async () => {
    const made = panel();
    made.show("arena", [media("lost", "Sound"), media("a")], "en");
    await done();
    pressed(made);
    await done();
    expect(made.shown).toMatchObject({ title: "a", count: "" });
  });

  it("says whose a picture is, with an address only where nothing else is known", () => {
    expect(creditLine({ ...media("a"), source: "Inv. 12" })).toBe("Museum, CC0-1.0 · Inv. 12");
    expect(creditLine({ ...media("a"), source: "https://example.org/12" })).toBe("Museum, CC0-1.0");
    expect(creditLine({ ...media("a"), holder: "", licence: "", source: "https://example.org/12" })).toBe("example.org");
  });
});
