import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Edits, calledNow } from "../src/edits";
import type { Site } from "../src/site";
import type { AnnotationChanged } from "../src/wire.gen";

const note = (id: string, en: string, it: string) => ({ id, label: { en, it }, position: [0, 1, 0] as [number, number, number], radius: 1, part: "" });
const SITE = { id: "inn", annotations: [note("door", "Door", "Porta"), note("well", "Well", "Pozzo")] } as unknown as Site;
const change = (annotation: string, label = "", removed = false): AnnotationChanged => ({ annotation, label, removed });
const labels = ({ annotations }: Site) => Object.fromEntries(annotations.map(({ id, label }) => [id, label]));

let site: Site;
let fetched: string[];
let served: () => Promise<Site>;
let edits: Edits;
const take = (edit: AnnotationChanged) => edits.take(site, edit, "it");

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  [site, fetched] = [SITE, []];
  served = () => Promise.resolve({ ...SITE, annotations: [note("gate", "Gate", "Cancello")] });
  edits = new Edits((id) => (fetched.push(id), served()), (now) => (site = now), () => 0.5);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("a curator's edit", () => {
  it("changes a name in place, in the language that the visitor reads, and fetches nothing", async () => {
    take(change("door", "Portone"));
    expect(labels(site)).toEqual({ door: { en: "Door", it: "Portone" }, well: { en: "Well", it: "Pozzo" } });
    await vi.runAllTimersAsync();
    expect(fetched).toEqual([]);
    expect(labels(SITE)["door"]).toEqual({ en: "Door", it: "Porta" });
  });

  it("takes away what is no longer there", () => {
    take(change("door", "", true));
    expect(Object.keys(labels(site))).toEqual(["well"]);
  });

  it("fetches the scene's description again where the message names nothing", async () => {
    take(change(""));
    expect(site).toBe(SITE);
    await vi.runAllTimersAsync();
    expect([fetched, Object.keys(labels(site))]).toEqual([["inn"], ["gate"]]);
  });

  it.each([["is new", change("arch", "Arco")], ["kept its name, so was moved or is told otherwise", change("door", "Porta")]])("fetches what %s", async (_, edit) => {
    take(edit);
    await vi.runAllTimersAsync();
    expect(fetched).toEqual(["inn"]);
  });

  it("fetches once for many edits", async () => {
    for (const id of ["a", "b", "c", ""]) take(change(id));
    await vi.runAllTimersAsync();
    expect(fetched).toEqual(["inn"]);
  });

  it("fetches once more where an edit came during the fetch, so that an old answer never stays", async () => {
    let answer: (site: Site) => void = () => undefined;
    const [first, then] = [new Promise<Site>((done) => (answer = done)), served];
    served = () => first;
    take(change(""));
    await vi.advanceTimersByTimeAsync(5_000);
    served = then;
    take(change("door", "Portone"));
    answer(SITE);
    await vi.runAllTimersAsync();
    expect([fetched, Object.keys(labels(site))]).toEqual([["inn", "inn"], ["gate"]]);
  });

  it("tries again where the server cannot be reached, and stays with what it knows meanwhile", async () => {
    const then = served;
    served = () => Promise.reject(new TypeError("no network"));
    take(change(""));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(fetched.length).toBeGreaterThan(1);
    expect(site).toBe(SITE);
    served = then;
    await vi.runAllTimersAsync();
    expect(Object.keys(labels(site))).toEqual(["gate"]);
  });
});

describe("what the guide turned to", () => {
  const met = { annotation: "door", label: "Porta", stop: "mouth" };

  it("is called by its new name", () => {
    take(change("door", "Portone"));
    expect(calledNow(site, met, "it")).toEqual({ ...met, label: "Portone" });
  });

  it("is nothing once it is gone", () => {
    take(change("door", "", true));
    expect(calledNow(site, met, "it")).toBeNull();
  });
});
