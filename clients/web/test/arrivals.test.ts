import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../src/app";
import { Arrivals } from "../src/ui/arrivals";

const card = (id: string) => ({ id });

/** A page that shows a list of places and was offered these lists since. */
function page(site: object | null) {
  const offered: string[][] = [];
  const app = { site, offer: (sites: { id: string }[]) => offered.push(sites.map(({ id }) => id)) } as unknown as App;
  return { offered, arrivals: new Arrivals(app) };
}

describe("arrivals", () => {
  const served = [card("colosseum")];

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("document", { visibilityState: "visible" });
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ sites: served }))));
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    served.length = 1;
  });

  it("offers a place that opened while the visitor chooses", async () => {
    const { offered } = page({});
    served.push(card("dunhuang"));
    await vi.advanceTimersByTimeAsync(16_000);
    expect(offered).toEqual([["colosseum", "dunhuang"]]);
  });

  it("asks no more once the visit began", async () => {
    const { offered, arrivals } = page({});
    arrivals.begun();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(offered).toEqual([]);
  });

  it("asks nothing of a page that nobody sees, or that shows no list yet", async () => {
    const { offered } = page(null);
    await vi.advanceTimersByTimeAsync(16_000);
    vi.stubGlobal("document", { visibilityState: "hidden" });
    const hidden = page({});
    await vi.advanceTimersByTimeAsync(16_000);
    expect([...offered, ...hidden.offered]).toEqual([]);
  });

  it("stays as it is while the house does not answer", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
    const { offered } = page({});
    await vi.advanceTimersByTimeAsync(31_000);
    expect(offered).toEqual([]);
  });
});
