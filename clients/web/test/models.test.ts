import { describe, expect, it } from "vitest";
import { Link } from "../src/link";
import { budgetFrom } from "../src/scene/budget";
import { Detail } from "../src/scene/detail";
import { extensionsOf } from "../src/scene/loader";
import { spaceSeen, spacing } from "../src/scene/points";

const level = { url: "plain", bytes: 4_000_000, triangles: 300_000, draco: { url: "small", bytes: 1_000_000 } };

describe("the choice of a file", () => {
  it("is the plain one while nothing is known of the line", () => {
    expect(new Link().choose(level).url).toBe("plain");
    expect(new Link({ effectiveType: "4g", downlink: 10 }).choose(level).url).toBe("plain");
  });

  it("is the Draco copy on a slow line, or where data is saved", () => {
    expect(new Link({ effectiveType: "3g" }).choose(level).url).toBe("small");
    expect(new Link({ effectiveType: "slow-2g" }).choose(level).url).toBe("small");
    expect(new Link({ saveData: true }).choose(level).url).toBe("small");
  });

  it("believes what was measured more than what was said", () => {
    const fast = new Link({ effectiveType: "3g" });
    fast.took(10_000_000, 0.5);
    expect(fast.choose(level).url).toBe("plain");
    const slow = new Link({ effectiveType: "4g" });
    slow.took(400_000, 2);
    expect(slow.choose(level).url).toBe("small");
    expect(slow.choose(level).bytes).toBe(1_000_000);
  });

  it("follows a line that changes, and learns nothing from small files", () => {
    const line = new Link();
    line.took(10_000, 10);
    expect(line.speed).toBeNull();
    line.took(1_000_000, 0.1);
    for (let i = 0; i < 8; i++) line.took(100_000, 1);
    expect(line.speed).toBeLessThan(200_000);
  });

  it("weighs the decoder that has to come first", () => {
    const small = { url: "plain", bytes: 90_000, triangles: 100, draco: { url: "small", bytes: 30_000 } };
    const line = new Link({ effectiveType: "2g" });
    expect(line.choose(small).url).toBe("plain");
    expect(line.choose(level).url).toBe("small");
    expect(line.choose(small).url).toBe("small");
  });

  it("takes what there is where there is no copy, or a larger one", () => {
    const slow = new Link({ effectiveType: "2g", saveData: true });
    expect(slow.choose({ ...level, draco: null }).url).toBe("plain");
    expect(slow.choose({ ...level, draco: { url: "large", bytes: 5_000_000 } }).url).toBe("plain");
  });
});

describe("the detail of tiles", () => {
  const after = (detail: Detail, frames: number, drawn: number, slow = false) => {
    for (let i = 0; i < frames; i++) detail.weigh(drawn, slow);
    return detail.target;
  };

  it("stays as wished while the device can draw it", () => {
    expect(after(new Detail(10, 1_000_000), 1000, 900_000)).toBe(10);
    expect(after(new Detail(10, 1_000_000), 1000, 1000)).toBe(10);
  });

  it("grows coarser beyond the triangles of the device, not without end, and comes back", () => {
    const detail = new Detail(10, 1_000_000);
    expect(after(detail, 20, 2_000_000)).toBeGreaterThan(10);
    expect(after(detail, 5000, 2_000_000)).toBe(120);
    expect(after(detail, 100, 800_000)).toBe(120);
    expect(after(detail, 5000, 100_000)).toBe(10);
  });

  it("grows coarser where frames come late", () => {
    expect(after(new Detail(10, 1_000_000), 20, 1000, true)).toBeGreaterThan(10);
  });

  it("gives tiles time between two weighings", () => {
    expect(after(new Detail(10, 1_000_000), 19, 2_000_000)).toBe(10);
  });
});

describe("what a device keeps of tiles", () => {
  const hints = { userAgent: "X11", coarse: false, deviceMemory: 8, saveData: false, pixelRatio: 1, detail: "" };
  const of = (changes: Partial<typeof hints>) => budgetFrom({ ...hints, ...changes });

  it("is more on a desktop than in a headset, and more there than on a phone", () => {
    const [desktop, quest3, quest2, phone] = [of({}), of({ userAgent: "Quest 3" }), of({ userAgent: "Quest 2" }), of({ coarse: true })];
    for (const field of ["triangles", "tileMemory"] as const) {
      expect([desktop, quest3, quest2, phone].map((each) => each[field])).toEqual(
        [desktop, quest3, quest2, phone].map((each) => each[field]).sort((a, b) => b - a),
      );
    }
    expect(quest3.triangles).toBe(1_500_000);
    expect(quest2.triangles).toBe(750_000);
  });

  it("is half where memory is small or data is saved", () => {
    expect(of({ deviceMemory: 2 }).tileMemory).toBe(of({}).tileMemory / 2);
    expect(of({ saveData: true }).tileError).toBe(2 * of({}).tileError);
  });
});

describe("the extensions of a glTF", () => {
  const glb = (text: string) => {
    const json = new TextEncoder().encode(text);
    const bytes = new Uint8Array(20 + json.length);
    new DataView(bytes.buffer).setUint32(12, json.length, true);
    bytes.set(json, 20);
    return bytes.buffer;
  };

  it("are read without parsing the rest", () => {
    expect(extensionsOf(glb('{"extensionsUsed":["KHR_draco_mesh_compression"]}'))).toEqual(["KHR_draco_mesh_compression"]);
    expect(extensionsOf('{"extensionsUsed":["A"]}')).toEqual(["A"]);
  });

  it("are none of what is broken", () => {
    for (const broken of [new ArrayBuffer(0), new ArrayBuffer(20), glb("{"), glb("5"), glb('{"extensionsUsed":5}')]) {
      expect(extensionsOf(broken)).toEqual([]);
    }
  });
});

describe("the space between points", () => {
  const grid = (step: number, place: (u: number, v: number) => number[]) =>
    Array.from({ length: 900 }, (_, i) => place(step * (i % 30), step * Math.floor(i / 30))).flat();

  it("is that of a surface, however it is turned, and whatever lies far from it", () => {
    expect(spacing(grid(0.1, (u, v) => [u, 0, v]))).toBeCloseTo(0.1);
    expect(spacing(grid(0.1, (u, v) => [5, v, u]))).toBeCloseTo(0.1);
    expect(spacing([...grid(0.1, (u, v) => [u, 0, v]), 1000, 1000, 1000])).toBeCloseTo(0.1);
  });

  it("is none for points that are alone or all in one place", () => {
    for (const alone of [[], [1, 2, 3], [1, 2, 3, 1, 2, 3]]) expect(spacing(alone)).toBe(0);
  });

  it("is that of the finest tiles drawn over a tile, and its own where there are none", () => {
    const over: Record<string, string[]> = { root: ["near", "far"], near: ["nearest"], far: [], nearest: [] };
    const own: Record<string, number> = { root: 0.4, near: 0.2, far: 0.3, nearest: 0.1 };
    const seen = (tile: string) => spaceSeen(tile, (each) => own[each]!, (each) => over[each]!);
    expect([seen("root"), seen("near"), seen("far")]).toEqual([0.1, 0.1, 0.3]);
  });
});
