import { describe, expect, it } from "vitest";
import { by, withEveryMonth, wrongShare } from "../../src/studio/figures/counting";
import type { Figure } from "../../src/studio/figures/counting";

const figure = (period: string, category: string, count: number): Figure => ({ period, language: "it", model: "", source: "take", category, count });

describe("what reviewers found", () => {
  it("has a row for the months in which nothing was decided too", () => {
    const rows = by([figure("2025-11", "clean", 3), figure("2026-02", "factual", 1), figure("2025-11", "bias", 1)], "period");
    expect(withEveryMonth(rows)).toEqual([["2025-11", { clean: 3, bias: 1 }], ["2025-12", {}], ["2026-01", {}], ["2026-02", { factual: 1 }]]);
    expect(withEveryMonth([])).toEqual([]);
  });

  it("is wrong for what is not clean, of all that was read", () => {
    expect([wrongShare({ clean: 3, bias: 1 }), wrongShare({ factual: 2 }), wrongShare({})]).toEqual([0.25, 1, 0]);
  });
});
