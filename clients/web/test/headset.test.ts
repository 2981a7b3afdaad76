import { readFileSync, readdirSync } from "node:fs";
import { DataTexture, DoubleSide, Float32BufferAttribute, InstancedMesh, Mesh, MeshBasicMaterial, PlaneGeometry, Vector3 } from "three";
import { describe, expect, it } from "vitest";
import { COMFORT, comfortFrom, next } from "../src/comfort";
import { loadPreferences, savePreferences } from "../src/preferences";
import { Gloom } from "../src/scene/gloom";
import { lettersFor } from "../src/scene/lettering";
import { weigh } from "../src/scene/weight";
import { Palm, Pinch, Press, palmOf } from "../src/scene/xr/gestures";
import { HEIGHT, PLACES, boxes, foot, sheets, slice, within } from "../src/scene/xr/menu/layout";
import { write } from "../src/scene/xr/menu/pages";
import type { House, PageName } from "../src/scene/xr/menu/pages";
import { LEADING, pour, room, turnings } from "../src/scene/xr/menu/reading";
import { reasonsOf } from "../src/scene/xr/reasons";
import { Quality, STEPS, rateOf } from "../src/scene/xr/quality";
import { nextStop, stopAt, stopsOf } from "../src/scene/xr/route";
import { ENGLISH, wordsIn } from "../src/scene/xr/words";
import type { Site, Source, Stop } from "../src/site";

const AT_72 = 1 / 72;

/** Draw for some seconds, each frame in `dt` with `work` of it busy. */
function draw(quality: Quality, seconds: number, dt: number, work: number): void {
  for (let passed = 0; passed < seconds; passed += dt) quality.weigh(dt, work, AT_72);
}

describe("quality", () => {
  it("steps down before frames are lost: while work nearly fills them", () => {
    const quality = new Quality(1);
    draw(quality, 0.6, AT_72, 0.9 * AT_72);
    expect(quality.step).toBe(2);
  });

  it("steps down to the lightest and stays there while frames are lost", () => {
    const quality = new Quality(0);
    draw(quality, 20, 2 * AT_72, 0.3 * AT_72);
    expect(quality.step).toBe(STEPS.length - 1);
  });

  it("steps up when there has been room for long, and not before", () => {
    const quality = new Quality(3);
    draw(quality, 3, AT_72, 0.3 * AT_72);
    expect(quality.step).toBe(3);
    draw(quality, 2, AT_72, 0.3 * AT_72);
    expect(quality.step).toBe(2);
    draw(quality, 20, AT_72, 0.3 * AT_72);
    expect(quality.step).toBe(0);
  });

  it("stays where work leaves neither room nor danger", () => {
    const quality = new Quality(2);
    draw(quality, 60, AT_72, 0.7 * AT_72);
    expect(quality.step).toBe(2);
  });

  it("is more patient after each relapse, so that it does not swing", () => {
    const quality = new Quality(2);
    const changes: number[] = [];
    for (let passed = 0; passed < 120; passed += AT_72) {
      const work = quality.step < 2 ? 0.95 : 0.3;
      if (quality.weigh(AT_72, work * AT_72, AT_72)) changes.push(passed);
    }
    const ups = changes.filter((_, i) => i % 2 === 0);
    expect(ups.length).toBeLessThan(7);
    const waits = ups.slice(1).map((at, i) => at - ups[i]!);
    expect(waits.at(-1)).toBeGreaterThan(3 * waits[0]!);
  });

  it("lets one lost frame pass without growing finer", () => {
    const quality = new Quality(1);
    for (let i = 0; i < 40; i++) {
      draw(quality, 0.95, AT_72, 0.2 * AT_72);
      quality.weigh(2 * AT_72, 0.2 * AT_72, AT_72);
    }
    expect(quality.step).toBe(1);
  });

  it("asks for the highest rate on offer that is wanted", () => {
    expect(rateOf([72, 80, 90, 120], 90)).toBe(90);
    expect(rateOf([72, 80, 120], 90)).toBe(80);
    expect(rateOf([60], 50)).toBe(60);
    expect(rateOf([], 90)).toBeNull();
  });
});

describe("gestures", () => {
  it("holds a pinch at the edge without flicker", () => {
    const pinch = new Pinch();
    expect([0.05, 0.017, 0.025, 0.016, 0.04, 0.025].map((far) => pinch.feel(far))).toEqual([null, "closed", null, null, "opened", null]);
  });

  it("lets go where the hand is lost from sight", () => {
    const pinch = new Pinch();
    pinch.feel(0.01);
    expect(pinch.feel(undefined)).toBe("opened");
  });

  it("tells a tap from a hold", () => {
    const press = new Press(0.45);
    expect([press.feel(true, 0), press.feel(true, 0.2), press.feel(false, 0.3)]).toEqual([null, null, "tap"]);
    expect([press.feel(true, 1), press.feel(true, 1.5), press.feel(true, 1.9), press.feel(false, 2)]).toEqual([null, "hold", null, "release"]);
    expect(press.feel(false, 3)).toBeNull();
  });

  it("means a palm only where it is shown for a while", () => {
    const palm = new Palm();
    expect([palm.feel(0.9, 0), palm.feel(0.2, 0.2), palm.feel(0.9, 0.3), palm.feel(0.9, 0.7)]).toEqual([null, null, null, "shown"]);
    expect([palm.feel(0.5, 0.8), palm.feel(0.4, 0.9)]).toEqual([null, "hidden"]);
  });

  it("knows which way either palm looks", () => {
    const [wrist, left, right] = [[0, 0, 0], [-0.03, 0, -0.1], [0.03, 0, -0.1]] as const;
    expect(palmOf([...wrist], [...left], [...right], "right")[1]).toBeCloseTo(-1);
    expect(palmOf([...wrist], [...right], [...left], "left")[1]).toBeCloseTo(-1);
    expect(palmOf([...wrist], [...right], [...left], "right")[1]).toBeCloseTo(1);
  });
});

describe("comfort", () => {
  it("is kept with the other preferences, and read back field by field", () => {
    const kept = new Map<string, string>();
    const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
    savePreferences({ volume: 0.5, muted: false, comfort: { ...COMFORT, seated: true, hand: "left" } }, storage);
    expect(loadPreferences(storage).comfort).toEqual({ ...COMFORT, seated: true, hand: "left" });
  });

  it("passes over what it does not know", () => {
    expect(comfortFrom({ vignette: 7, turn: "smooth", seated: "yes" })).toEqual({ ...COMFORT, turn: "smooth" });
    expect(comfortFrom("nonsense")).toEqual(COMFORT);
  });

  it("goes round the choices of a field", () => {
    expect(next({ ...COMFORT, vignette: 2 }, "vignette")).toBe(0);
    expect(next({ ...COMFORT, walk: "teleport" }, "walk")).toBe("smooth");
  });
});

const stop = (id: string, x = 0): Stop => ({ id, title: { en: id }, position: [x, 0, 0], radius: 3, annotation: id });
const STOPS = [stop("a"), stop("b", 10), stop("c", 12)];

describe("the way through a tour", () => {
  it("goes to the first stop after the last that was not seen", () => {
    expect(nextStop(STOPS, new Set(), null)?.id).toBe("a");
    expect(nextStop(STOPS, new Set(["b"]), "b")?.id).toBe("c");
    expect(nextStop(STOPS, new Set(["b", "c"]), "c")?.id).toBe("a");
    expect(nextStop(STOPS, new Set(["a", "b", "c"]), "c")).toBeNull();
  });

  it("keeps to the chosen tour, and passes over stops that are gone", () => {
    const site = { stops: STOPS, tours: [{ id: "short", title: {}, stops: ["c", "gone", "a"], minutes: 5, audience: "" }] } as unknown as Site;
    expect(stopsOf(site, "short").map(({ id }) => id)).toEqual(["c", "a"]);
    expect(stopsOf(site, null)).toEqual(STOPS);
  });

  it("knows the stop where one stands, the nearest of two", () => {
    expect(stopAt(STOPS, [11.2, 0, 0])).toBe("c");
    expect(stopAt(STOPS, [11.2, 8, 0])).toBeNull();
  });
});

describe("the menu", () => {
  it("lays out from the side where the language begins", () => {
    expect(boxes(2, false)[0]!.x).toBeLessThan(boxes(2, false)[1]!.x);
    expect(boxes(2, true)[0]!.x).toBeGreaterThan(boxes(2, true)[1]!.x);
  });

  it("finds what lies under a place", () => {
    const all = boxes(14, false);
    all.forEach(({ x, y, width, height }, i) => expect(within(all, x + width / 2, y + height / 2)).toBe(i));
    expect(within(all, 1, 1)).toBe(-1);
  });

  it("shows every one of many items on some sheet", () => {
    for (const count of [0, 1, 13, 14, 27, 60]) {
      const shown = Array.from({ length: sheets(count, 13) }, (_, sheet) => slice(count, sheet, 13)).flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i));
      expect(shown).toEqual(Array.from({ length: count }, (_, i) => i));
    }
  });

  it("leads back from every page but the first, and nowhere without words", () => {
    const pages: PageName[] = ["home", "tour", "stops", "language", "captions", "captionLanguage", "comfort", "reasons", "privacy", "personalise", "analytics", "voice", "kept", "leave"];
    for (const page of pages) {
      const { title, items } = write(page, house(), { open: () => undefined, close: () => undefined });
      expect(title).not.toBe("");
      expect(items.some(({ id }) => id === "back")).toBe(page !== "home");
      for (const item of items) expect(item.label, item.id).toBeTruthy();
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    }
  });

  it("offers to agree to a purpose where it can be, and to take back what was agreed", () => {
    const items = (can: boolean, agreed: boolean) => {
      const agreeing = { ...house().agreeing, can: () => can, agreed: () => agreed };
      return write("analytics", { ...house(), agreeing }, { open: () => undefined, close: () => undefined }).items.map(({ id }) => id);
    };
    expect(items(true, false)).toEqual(["agree", "back"]);
    expect(items(true, true)).toEqual(["withdraw", "back"]);
    expect(items(false, false), "its words are not there, or it is a child").toEqual(["back"]);
    expect(items(false, true), "what was agreed can always be taken back").toEqual(["withdraw", "back"]);
  });

  it("decides each purpose apart, says which hold, and looks anew before it is asked", () => {
    const done: string[] = [];
    const turn = { open: (page: string) => void done.push(`open ${page}`), close: () => undefined };
    const press = (page: PageName, id: string) => write(page, house(done), turn).items.find((item) => item.id === id)!.act();
    press("home", "privacy");
    press("privacy", "voice");
    press("analytics", "agree");
    press("personalise", "withdraw");
    press("voice", "back");
    press("privacy", "kept");
    press("home", "reasons");
    press("privacy", "forget");
    expect(done).toEqual(["look", "open privacy", "open voice", "agree analytics", "withdraw personalise", "open privacy", "look", "open kept", "why", "open reasons", "forget"]);
    const held = write("privacy", house(), turn).items.map(({ id, chosen }) => [id, chosen]).slice(0, 3);
    expect(held).toEqual([["personalise", true], ["analytics", false], ["voice", false]]);
    expect(["personalise", "voice"].map((page) => write(page as PageName, house(), turn).body![0]!.text)).toEqual(["agreed", "not agreed"]);
  });

  it("has everything on one sheet at first", () => {
    const { items } = write("home", house(), { open: () => undefined, close: () => undefined });
    expect(items.length).toBeLessThanOrEqual(PLACES);
  });

  it("turns a choice into what was meant", () => {
    const done: string[] = [];
    const turn = { open: (page: string) => done.push(`open ${page}`), close: () => done.push("close") };
    const press = (page: PageName, id: string) => write(page, house(done), turn).items.find((item) => item.id === id)!.act();
    press("language", "language:ar");
    press("home", "next");
    press("comfort", "seated");
    press("home", "quieter");
    press("tour", "tour:short");
    expect(done).toEqual(["choose ar", "open home", "close", "go b", 'suit {"seated":true}', "loud 0.8", "take short", "open home"]);
  });
});

describe("what is read on the menu", () => {
  const measure = (text: string): number => 10 * text.length;

  it("keeps every word, in lines that fit, each from its own side", () => {
    const lines = pour([{ text: "one two three four five", tone: "plain" }, { text: "«سلام» dunya", tone: "faint" }], 100, measure, "en");
    expect(lines.map(({ text }) => text)).toEqual(["one two", "three four", "five", "", "«سلام»", "dunya"]);
    expect(lines.map(({ rtl }) => rtl)).toEqual([false, false, false, true, true, true]);
    expect(lines.map(({ tone }) => tone)).toEqual(["plain", "plain", "plain", "faint", "faint", "faint"]);
  });

  it("shows every line on some sheet, and none below the card", () => {
    for (const items of [1, 2, 3]) {
      for (const lines of [0, 1, room(items), room(items) + 1, 40, 200]) {
        const count = turnings(lines, items);
        const many = room(items + (count > 1 ? 2 : 0));
        expect(count * many, `${lines} below ${items}`).toBeGreaterThanOrEqual(lines);
        expect((count - 1) * many, "no sheet is empty").toBeLessThanOrEqual(Math.max(0, lines - 1));
        expect(foot(items + (count > 1 ? 2 : 0)) + many * LEADING).toBeLessThan(HEIGHT);
      }
    }
  });

  it("cites each source of each fact, and says where scholars disagree", () => {
    const source = { author: "Coarelli", title: "Il Colosseo", publisher: "Electa", year: 1999, locator: "p. 12", url: "https://example.org" };
    const old = { ...source, author: "Vitruvius", publisher: "", year: -25, locator: "" };
    const read = reasonsOf([{ text: "It held 50,000.", disputed: true, sources: [source, old] as Source[] }]).map(({ text }) => text);
    expect(read).toEqual(["It held 50,000.", "Scholars disagree", "Coarelli, Il Colosseo (Electa, 1999), p. 12", "Vitruvius, Il Colosseo (25 BC)"]);
    expect(reasonsOf([]).map(({ text }) => text)).toEqual(["These words make no claim that would need a source."]);
  });
});

describe("the headset's words", () => {
  const folder = new URL("../src/scene/xr/strings/", import.meta.url);
  const tables = readdirSync(folder).map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), "utf-8")) as Record<string, unknown>] as const);

  it.each(tables)("%s says everything, and keeps what is filled in", (_, table) => {
    const { tag: _tag, ...words } = ENGLISH;
    expect(Object.keys(table).filter((key) => key !== "@").sort()).toEqual(Object.keys(words).sort());
    expect(table["minutes"]).toContain("{minutes}");
  });

  it("says of every table but the first that a machine wrote it", () => {
    for (const [name, table] of tables) expect((table["@"] as { tier?: string } | undefined)?.tier, name).toBe(name === "en.json" ? undefined : "machine");
  });

  it("are there in every language of the page", () => {
    const page = readdirSync(new URL("../src/strings/", import.meta.url)).filter((name) => name.endsWith(".json"));
    expect(tables.map(([name]) => name)).toEqual(expect.arrayContaining(page));
  });

  it("speaks the nearest language it knows", async () => {
    expect((await wordsIn(["ar-EG"])).tag).toBe("ar");
    expect((await wordsIn(["xx"])).tag).toBe("en");
  });
});

function house(done: string[] = []): House {
  const tell = (what: string) => (value: unknown) => void done.push(`${what} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`);
  return {
    words: ENGLISH, language: "en", captions: null, languages: [{ tag: "en", name: "English" }, { tag: "ar", name: "العربية" }], volume: 1, comfort: { ...COMFORT },
    tour: null, tours: [{ id: "short", title: "Short", minutes: 20 }], stops: [{ id: "b", title: "B", seen: true }], nextStop: { id: "b", title: "B" }, speaking: false, said: "",
    choose: tell("choose"), read: tell("read"), loud: tell("loud"), suit: tell("suit"), take: tell("take"), go: tell("go"), talk: tell("talk"), react: tell("react"),
    agreeing: {
      kept: [{ text: "Nothing is kept of it.", tone: "plain" }], label: (purpose) => ({ text: purpose, language: "en" }), agreed: (purpose) => purpose === "personalise",
      can: () => true, body: (purpose) => [{ text: `All about ${purpose}.`, tone: "plain" }], look: () => void done.push("look"), decide: (purpose, now) => void done.push(`${now ? "agree" : "withdraw"} ${purpose}`),
    },
    reasons: { label: { text: "How do you know?", language: "en" }, body: [{ text: "It is old.", tone: "strong" }], look: () => void done.push("why") },
    raise: () => void done.push("raise"), forget: () => void done.push("forget"), leave: () => void done.push("leave"),
  };
}

describe("gloom", () => {
  /** A roof three metres up over the place, baked this bright. */
  function roof(bright: number): Mesh {
    const geometry = new PlaneGeometry(10, 10).rotateX(Math.PI / 2).translate(0, 3, 0);
    geometry.setAttribute("color", new Float32BufferAttribute(Array.from({ length: 12 }, () => bright), 3));
    const mesh = new Mesh(geometry, new MeshBasicMaterial({ side: DoubleSide }));
    mesh.updateMatrixWorld();
    return mesh;
  }

  function darkness(models: Mesh, ...places: [number, number, number][]): number {
    const gloom = new Gloom();
    for (const place of places) for (let i = 0; i < 60; i++) gloom.update(models, new Vector3(...place), 0.1);
    return gloom.dark;
  }

  it("is dark in a cave, half dark under pale vaults, and light in the open", () => {
    expect(darkness(roof(0.05), [0, 1.6, 0])).toBeGreaterThan(0.85);
    expect(darkness(roof(0.35), [0, 1.6, 0])).toBeCloseTo(0.3, 1);
    expect(darkness(roof(0.9), [0, 1.6, 0])).toBeLessThan(0.01);
    expect(darkness(roof(0.05), [30, 1.6, 0])).toBe(0);
  });

  it("grows light again outside", () => {
    expect(darkness(roof(0.05), [0, 1.6, 0], [30, 1.6, 0])).toBeLessThan(0.02);
  });
});

describe("the weight of a scene", () => {
  it("counts each array and texture once, with its mipmaps, and knows the largest", () => {
    const [geometry, texture] = [new PlaneGeometry(), new DataTexture(new Uint8Array(4 * 64 * 32), 64, 32)];
    texture.generateMipmaps = true;
    const material = new MeshBasicMaterial({ map: texture });
    const scene = new Mesh(geometry, material);
    scene.add(new Mesh(geometry, material), new InstancedMesh(geometry, material, 10));
    const vertices = 4 * (3 + 3 + 2) * 4 + 6 * 2;
    expect(weigh(scene)).toEqual({ geometry: vertices + 10 * 16 * 4, textures: (64 * 32 * 4 * 4) / 3, largest: 64 });
  });
});

describe("letters on a canvas", () => {
  const served = [...readFileSync(new URL("../src/access/fonts.ts", import.meta.url), "utf-8").matchAll(/family: "([^"]+)"/g)].map(([, family]) => family!);

  it("are of every family that the house serves, a language's own first", () => {
    expect(new Set(served).size).toBeGreaterThan(12);
    for (const language of ["en", "ta", "zh-Hans", "ur"]) expect(served.filter((family) => !lettersFor(language).includes(`"${family}"`))).toEqual([]);
    const order = (language: string) => lettersFor(language).replace('"Latin quotes", ', "");
    expect(["ta", "km", "lo", "my", "ka", "ur", "th", "hi"].map((language) => order(language).split(", ")[0])).toEqual([
      '"Noto Sans Tamil"', '"Noto Sans Khmer"', '"Noto Sans Lao"', '"Noto Sans Myanmar"', '"Noto Sans Georgian"', '"Noto Naskh Arabic"', '"Noto Sans Thai"', '"Noto Sans Devanagari"',
    ]);
  });

  it("are in the page's own lists as well", () => {
    const page = readFileSync(new URL("../src/ui/page.css", import.meta.url), "utf-8");
    expect(served.filter((family) => !page.includes(`"${family}"`))).toEqual([]);
  });

  it("keep narrow quotation marks for Latin text, and the right Han letters for each language", () => {
    expect(lettersFor("en").indexOf("Latin quotes")).toBeLessThan(lettersFor("en").indexOf("Noto Sans SC"));
    expect(lettersFor("zh-Hans")).toMatch(/^"Noto Sans SC"/);
    expect(lettersFor("zh-Hant")).toMatch(/^"Noto Sans TC"/);
    expect(lettersFor("ja")).toMatch(/^"Noto Sans JP"/);
  });
});
