import { encode } from "@msgpack/msgpack";
import { describe, expect, it, vi } from "vitest";
import { freshOr, keepPage, keptSites, pageOf, wayOf } from "../src/offline/answers";
import { Narrator, framesIn, stopAt } from "../src/offline/narrator";
import { filesOf, reduced } from "../src/offline/reduce";
import { MOST_BYTES, Shelf } from "../src/offline/shelf";
import type { Level, Site, Stop } from "../src/site";

/** Caches in memory, as a browser has them. */
class Memory {
  readonly stores = new Map<string, Map<string, Response>>();
  keys = async () => [...this.stores.keys()];
  delete = async (name: string) => this.stores.delete(name);
  open = async (name: string) => {
    const store = this.stores.get(name) ?? this.stores.set(name, new Map()).get(name)!;
    return {
      match: async (address: string) => store.get(address)?.clone(),
      put: async (address: string, answer: Response) => void store.set(address, answer),
      keys: async () => [...store.keys()].map((address) => ({ url: `https://house${address}` })),
    };
  };
}

const level = (url: string, bytes: number, draco: string | null = null): Level => ({ url, bytes, media_type: "model/gltf-binary", triangles: 1, draco: draco === null ? null : { url: draco, bytes: bytes / 2 } });
const stop = (id: string, x: number): Stop => ({ id, title: { en: id }, position: [x, 0, 0], radius: 2, annotation: id });

function site(id = "well", levels: Level[] = [level("/assets/0.glb", 100, "/assets/0d.glb"), level("/assets/1.glb", 900)]): Site {
  const model = { id: "m", position: [0, 0, 0], orientation: [0, 0, 0, 1], scale: 1 } as const;
  return {
    id, title: { en: id }, summary: { en: "" }, languages: ["en"], tiers: {}, themes: [], tours: [], stops: [stop("mouth", 0), stop("bench", 9)],
    rights: { licence: "CC0-1.0", holder: "", statement: {} },
    annotations: [{ id: "mouth", label: {}, position: [0, 0, 0], radius: 1, part: "", media: ["/assets/p.webp", "/assets/q.webp"].map((url) => ({ kind: "Image", url, media_type: "", title: {}, alt: {}, licence: "", holder: "", source: "" })) }],
    scene: { id: "s", background: "", sun: [0, 1, 0], entrance: { position: [0, 0, 0], orientation: [0, 0, 0, 1] }, models: [{ ...model, role: "visible", levels, tiles: { url: "/t.json", bytes: 1, files: 1 } }, { ...model, id: "w", role: "walkable", levels: [level("/assets/w.glb", 50)], tiles: null }] } as unknown as Site["scene"],
  };
}

describe("what the worker answers", () => {
  it("is only what everybody may read", () => {
    for (const path of ["/api/me", "/api/privacy/mine/export", "/api/privacy/words", "/visit", "/studio", "/api/sites/well/records", "/metrics"]) expect(wayOf("GET", path, false), path).toBeNull();
    expect(wayOf("POST", "/api/sites", false)).toBeNull();
    expect(wayOf("GET", "/studio", true)).toBeNull();
    expect(["/", "/kiosk/well"].map((path) => wayOf("GET", path, true))).toEqual(["page", "page"]);
    expect(["/api/sites", "/api/sites/well/facts", "/api/sites/well/annotations.json", "/api/sites/well/provisions/mouth", "/assets/ab.glb", "/app/x.js"].map((path) => wayOf("GET", path, false))).toEqual(["sites", "fresh", "fresh", "fresh", "asset", "file"]);
  });
  it("keeps one page for all kiosks, however many addresses are opened", async () => {
    const stores = new Memory();
    const store = await stores.open("page");
    for (let number = 0; number < 300; number += 1) await keepPage(store as unknown as Cache, `/kiosk/site-${number}`, new Response(`page ${number}`));
    for (const path of ["/", "/kiosk/gone"]) await keepPage(store as unknown as Cache, path, new Response("not kept", { status: path === "/" ? 200 : 404 }));
    expect([...stores.stores.get("page")!.keys()]).toEqual(["/kiosk/"]);
    expect(await (await store.match(pageOf("/kiosk/another")))!.text()).toBe("page 299");
    expect(pageOf("/")).toBe("/");
  });
  it("is the network's word where it comes, what is kept where it fails or dawdles", async () => {
    const kept = async () => new Response("kept");
    const never = () => new Promise<void>(() => undefined);
    const text = async (fetched: Promise<Response>, wait = never) => (await freshOr(kept, fetched, wait)).text();
    expect(await text(Promise.resolve(new Response("new")))).toBe("new");
    expect(await text(Promise.resolve(new Response("gone", { status: 404 })))).toBe("gone");
    expect(await text(Promise.resolve(new Response("", { status: 502 })))).toBe("kept");
    expect(await text(Promise.reject(new TypeError("no network")))).toBe("kept");
    expect(await text(new Promise(() => undefined), () => Promise.resolve())).toBe("kept");
    await expect(freshOr(async () => undefined, Promise.reject(new TypeError("no network")), never)).rejects.toThrow("no network");
  });
});

describe("what is kept of a site", () => {
  it("is what was fetched of it, and at least the lightest of everything", () => {
    expect(filesOf(site(), new Set()).map(({ url }) => url)).toEqual(["/assets/0.glb", "/assets/w.glb"]);
    expect(filesOf(site(), new Set(["/assets/0d.glb", "/assets/1.glb"])).map(({ url }) => url)).toEqual(["/assets/0d.glb", "/assets/1.glb", "/assets/w.glb"]);
  });
  it("is all that its description still names", () => {
    const { scene, annotations } = reduced(site(), new Set(["/assets/0d.glb", "/assets/w.glb", "/assets/q.webp"]));
    expect(scene.models.map(({ levels, tiles }) => [levels.map(({ url, bytes, draco }) => [url, bytes, draco]), tiles])).toEqual([[[["/assets/0d.glb", 50, null]], null], [[["/assets/w.glb", 50, null]], null]]);
    expect(annotations[0]!.media!.map(({ url }) => url)).toEqual(["/assets/q.webp"]);
  });
});

describe("the shelf", () => {
  const answers = (missing: readonly string[] = []) => async (address: string) => {
    if (missing.includes(address)) return new Response("", { status: 404 });
    if (/provisions\?/.test(address)) return Response.json({ language: "en", stops: ["mouth"] });
    return new Response("x".repeat(address.startsWith("/assets/") ? 100 : 10), { headers: { "Content-Type": "model/gltf-binary" } });
  };
  const shelf = (stores: Memory, room = MOST_BYTES, missing: readonly string[] = []) => new Shelf(stores as unknown as CacheStorage, async () => room, answers(missing));
  const order = (id: string, whole = true) => ({ site: site(id), language: "en", files: filesOf(site(id), new Set<string>()), whole });

  it("holds a place with its words, and lists it", async () => {
    const stores = new Memory();
    expect(await shelf(stores).keep(order("well"))).toMatchObject({ site: "well", turn: 1, language: "en" });
    expect((await shelf(stores).all()).map((each) => each.site)).toEqual(["well"]);
    const listed = await keptSites(stores as unknown as CacheStorage);
    expect(await listed!.json()).toMatchObject({ sites: [{ id: "well", languages: ["en"], kept: ["en"] }] });
    expect([...stores.stores.get("caravanserai-place-well")!.keys()]).toEqual(expect.arrayContaining(["/api/sites/well/provisions/mouth?language=en", "/api/sites/well/annotations.json"]));
  });
  it("knows in which languages a place can be told, and where no words are kept of it", async () => {
    const stores = new Memory();
    await shelf(stores).keep(order("well"));
    await shelf(stores).keep({ ...order("well"), language: "zh-Hans" });
    expect(await shelf(stores).tongues("well")).toEqual(["en", "zh-Hans"]);
    const silent = new Shelf(stores as unknown as CacheStorage, async () => MOST_BYTES, async (address) => (/provisions\?/.test(address) ? Response.json({ language: "en", stops: [] }) : new Response("x")));
    await silent.keep(order("cave"));
    expect(await silent.tongues("cave")).toEqual([]);
  });
  it("lets the place go that was unvisited longest, and never takes more than there is", async () => {
    const stores = new Memory();
    for (const id of ["one", "two"]) await shelf(stores).keep(order(id, false));
    await shelf(stores).keep(order("one", false));
    await shelf(stores, 500).keep(order("three", false));
    expect((await shelf(stores).all()).map((each) => each.site)).toEqual(["one", "three"]);
    expect(await shelf(stores, 100).keep(order("four", false))).toBeNull();
    expect((await shelf(stores).all()).map((each) => each.site)).toEqual(["one", "three"]);
  });
  it("keeps nothing half", async () => {
    const stores = new Memory();
    expect(await shelf(stores, MOST_BYTES, ["/assets/w.glb"]).keep(order("well"))).toBeNull();
    expect(await stores.keys()).toEqual([]);
  });
  it("forgets everything at once", async () => {
    const stores = new Memory();
    for (const id of ["one", "two"]) await shelf(stores).keep(order(id));
    await stores.open("caravanserai-page-1");
    await shelf(stores).drop();
    expect(await stores.keys()).toEqual(["caravanserai-page-1"]);
  });
});

describe("the guide without a house", () => {
  const bytes = () => {
    const frames = [["encountered", { annotation: "mouth", label: "The well", stop: "mouth" }], ["utterance-started", { utterance: "kept-mouth", kind: "narration" }], ["utterance-ended", { utterance: "kept-mouth", reason: "finished" }]].map((frame) => encode(frame));
    return new Uint8Array(frames.flatMap((frame) => [...frame])).buffer;
  };
  it("knows where one stands", () => {
    expect([stopAt(site().stops, [1, 0, 0]), stopAt(site().stops, [5, 0, 0]), stopAt(site().stops, [9, 5, 0])]).toEqual(["mouth", null, null]);
  });
  it("tells each place once, after a moment, and again when asked", async () => {
    const [fetch, tell, hush] = [vi.fn(async () => bytes()), vi.fn(), vi.fn()];
    const narrator = new Narrator({ fetch, tell, hush });
    await narrator.follow("mouth", 0);
    expect(tell).not.toHaveBeenCalled();
    await narrator.follow("mouth", 800);
    await narrator.follow("mouth", 1600);
    expect(tell.mock.calls.map(([[name, fields]]) => [name, fields.utterance])).toEqual([["encountered", undefined], ["utterance-started", "kept-1"], ["utterance-ended", "kept-1"]]);
    expect(await narrator.again()).toBe(true);
    expect(tell.mock.lastCall![0][1].utterance).toBe("kept-2");
  });
  it("does not tell what the house told before, and goes on where nothing is kept", async () => {
    const tell = vi.fn();
    const narrator = new Narrator({ fetch: async () => null, tell, hush: vi.fn() });
    narrator.known("mouth");
    for (const [where, now] of [["mouth", 0], ["mouth", 900], ["bench", 1000], ["bench", 1900]] as const) await narrator.follow(where, now);
    expect(tell).not.toHaveBeenCalled();
  });
  it("reads frames of the wire that lie one after another", () => {
    expect(framesIn(bytes(), "u").map(([name]) => name)).toEqual(["encountered", "utterance-started", "utterance-ended"]);
  });
});
