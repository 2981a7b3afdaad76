import { describe, expect, it } from "vitest";
import { Problem } from "../../src/studio/api";
import type { Body, RecordTold } from "../../src/studio/sites/record";
import { Desk } from "../../src/studio/space/desk";
import type { Shelf } from "../../src/studio/space/desk";
import { fromDial, onDial, sunAt, sunOf, towards } from "../../src/studio/space/daylight";
import { around, moved, Outline, polygon, ringsOf } from "../../src/studio/space/outline";
import { quaternionOf, turnedOf } from "../../src/studio/space/turning";
import { axes, yawOf } from "../../src/pose";
import type { Quaternion, Vector } from "../../src/wire.gen";

describe("turning", () => {
  it("turns to the left, tips back and leans, and reads that back", () => {
    for (const turned of [{ turn: 30, tip: 0, lean: 0 }, { turn: -170, tip: 25, lean: -40 }, { turn: 0, tip: -80, lean: 120 }]) {
      expect(turnedOf(quaternionOf(turned))).toEqual(turned);
    }
    expect(yawOf(quaternionOf({ turn: 90, tip: 0, lean: 0 }))).toBeCloseTo(Math.PI / 2, 5);
    expect(axes(quaternionOf({ turn: 0, tip: 20, lean: 0 })).forward[1]).toBeCloseTo(Math.sin(Math.PI / 9), 5);
  });

  it("says the same rotation where it is straight up", () => {
    const up = quaternionOf({ turn: 40, tip: 90, lean: 0 });
    const again = quaternionOf(turnedOf(up));
    expect(Math.abs(up.reduce((sum, value, index) => sum + value * again[index]!, 0))).toBeCloseTo(1, 5);
  });

  it("reads a quaternion of any sign", () => {
    const [x, y, z, w] = quaternionOf({ turn: 75, tip: 10, lean: 5 });
    expect(turnedOf([-x, -y, -z, -w] as Quaternion)).toEqual({ turn: 75, tip: 10, lean: 5 });
  });
});

describe("the sun", () => {
  it("stands where it is said, and is found there", () => {
    expect(towards({ azimuth: 90, height: 0 })).toEqual([1, 0, 0]);
    expect(towards({ azimuth: 0, height: 0 })).toEqual([0, 0, -1]);
    expect(sunOf(towards({ azimuth: 215, height: 32 }))).toEqual({ azimuth: 215, height: 32 });
    expect(sunOf([-0.5, 0.7, -0.51] as Vector).height).toBeCloseTo(44.4, 0);
  });

  it("rises in the east, is highest in the south and sets in the west, in Rome", () => {
    const [morning, noon, evening] = [7, 12, 17].map((hour) => sunAt(hour, 41.9, "equinox"));
    expect(morning!.azimuth).toBeGreaterThan(90);
    expect(morning!.azimuth).toBeLessThan(120);
    expect(noon).toEqual({ azimuth: 180, height: 48.1 });
    expect(evening!.azimuth).toBeGreaterThan(240);
    expect(sunAt(12, 41.9, "june").height).toBeCloseTo(71.5, 1);
    expect(sunAt(12, -33.9, "december").azimuth).toBe(0);
  });

  it("is overhead in the middle of the dial and on the horizon at its rim", () => {
    expect(fromDial(0, -1)).toEqual({ azimuth: 0, height: 0 });
    expect(fromDial(3, 0)).toEqual({ azimuth: 90, height: 0 });
    const { x, y } = onDial({ azimuth: 215, height: 30 });
    expect(fromDial(x, y)).toEqual({ azimuth: 215, height: 30 });
  });
});

describe("an outline", () => {
  it("closes once it has three places, and is written as a ring", () => {
    let outline = new Outline().with([0, 0, 0]).with([0, 0, 0]).with([4, 0, 0]);
    expect(outline.whole).toBe(false);
    expect(() => outline.text()).toThrow(RangeError);
    outline = outline.with([9, 9, 9]).back().with([4, 3, 0.00049]);
    expect(outline.text()).toBe("POLYGON Z ((0 0 0, 4 0 0, 4 3 0, 0 0 0))");
  });

  it("reads what it wrote, rings and all, and nothing of what is no region", () => {
    const rings: Vector[][] = [[[0, 0, 0], [4, 0, 0], [4, 3, 0]], [[1, 1, 0], [2, 1, 0], [2, 2, 0]]];
    expect(ringsOf(polygon(rings))).toEqual(rings.map((ring) => [...ring, ring[0]]));
    expect(ringsOf("POLYGON ((1 2, 3 4, 5 6, 1 2))")).toEqual([]);
    expect(ringsOf("anything")).toEqual([]);
  });

  it("has a middle and a size", () => {
    expect(around([[0, 0, 0], [4, 0, 0], [4, 3, 0]])).toEqual({ position: [2, 1.5, 0], radius: 2.5 });
    expect(around([[1, 1, 1]]).radius).toBe(0.05);
  });

  it("goes where its model goes", () => {
    const up = ([x, y, z]: Vector): Vector => [x, y + 1, z];
    expect(moved("POLYGON Z ((0 0 0, 4 0 0, 4 3 -1.5e0, 0 0 0))", up)).toBe("POLYGON Z ((0 1 0, 4 1 0, 4 4 -1.5, 0 1 0))");
    expect(moved("POLYGON ((1 2, 3 4))", up)).toBe("POLYGON ((1 2, 3 4))");
  });
});

/** A shelf of records; what is put on it answers as the house does. */
class Records implements Shelf {
  readonly lying = new Map<string, RecordTold>();
  readonly done: string[] = [];
  refuse: unknown;

  async save(kind: string, id: string, body: Body, etag: string | undefined): Promise<RecordTold> {
    if (this.refuse) throw this.refuse;
    const old = this.lying.get(`${kind}/${id}`);
    if (old && old.etag !== etag) throw new Problem(412, "changed", { theirs: old, base: null, clashes: ["/position"] });
    const told = { kind, id, body, version: (old?.version ?? 0) + 1, etag: `${(old?.version ?? 0) + 1}`, author: "", at: "", deleted: false, merged: false };
    this.lying.set(`${kind}/${id}`, told);
    this.done.push(`${old ? "saved" : "made"} ${kind}/${id}`);
    return told;
  }

  async remove(kind: string, id: string): Promise<void> {
    this.lying.delete(`${kind}/${id}`);
    this.done.push(`removed ${kind}/${id}`);
  }
}

async function desk(): Promise<{ desk: Desk; records: Records }> {
  const records = new Records();
  const made = new Desk(records, 1e6);
  for (const [kind, id, body] of [["model", "venus", { position: [0, 0, 0], scale: 1 }], ["annotation", "head", { position: [0, 2, 0], label: { en: "Head" } }]] as const) {
    made.adopt(await records.save(kind, id, body as unknown as Body, undefined));
  }
  records.done.length = 0;
  return { desk: made, records };
}

describe("the desk of a scene", () => {
  it("goes back over all records in the order in which they were changed", async () => {
    const { desk: it_, records } = await desk();
    it_.set("model", "venus", { scale: 2 });
    it_.set("annotation", "head", { position: [0, 4, 0] });
    it_.undo();
    expect(it_.body("annotation", "head")!["position"]).toEqual([0, 2, 0]);
    expect(it_.body("model", "venus")!["scale"]).toBe(2);
    it_.undo();
    it_.redo();
    expect(it_.body("model", "venus")!["scale"]).toBe(2);
    expect(await it_.settle()).toBe(true);
    expect(records.done).toEqual(["saved model/venus"]);
  });

  it("takes one movement for one step, whatever it moved", async () => {
    const { desk: it_ } = await desk();
    for (const x of [1, 2, 3]) it_.set("model", "venus", { position: [x, 0, 0] }, "drag");
    it_.undo();
    expect(it_.body("model", "venus")!["position"]).toEqual([0, 0, 0]);
    expect(it_.canUndo).toBe(false);
  });

  it("makes a record and takes it back, and brings back one that was removed", async () => {
    const { desk: it_, records } = await desk();
    it_.step([{ kind: "annotation", id: "arm", before: undefined, after: { label: {} } }]);
    await it_.settle();
    it_.undo();
    await it_.settle();
    it_.step([{ kind: "annotation", id: "head", before: it_.body("annotation", "head"), after: undefined }]);
    await it_.settle();
    it_.undo();
    await it_.settle();
    expect(records.done).toEqual(["made annotation/arm", "removed annotation/arm", "removed annotation/head", "made annotation/head"]);
    expect(it_.list("annotation").map(({ id }) => id)).toEqual(["head"]);
  });

  it("keeps what is moved here when somebody saves another field, and takes that in", async () => {
    const { desk: it_, records } = await desk();
    it_.set("annotation", "head", { position: [0, 5, 0] });
    const theirs = { ...records.lying.get("annotation/head")!, etag: "1", body: { position: [0, 2, 0], label: { en: "The head" } } as Body };
    it_.adopt(theirs);
    expect(it_.body("annotation", "head")).toEqual({ position: [0, 5, 0], label: { en: "The head" } });
    it_.undo();
    expect(it_.body("annotation", "head")).toEqual({ position: [0, 2, 0], label: { en: "The head" } });
  });

  it("shows both versions where two people moved one thing, and saves the one chosen", async () => {
    const { desk: it_, records } = await desk();
    await records.save("annotation", "head", { position: [1, 1, 1], label: { en: "Head" } }, "1");
    it_.set("annotation", "head", { position: [0, 5, 0] });
    expect(await it_.settle()).toBe(false);
    expect(it_.state).toBe("notSaved");
    expect(it_.trouble!.clash!.theirs["position"]).toEqual([1, 1, 1]);
    expect(await it_.join({ position: [0, 5, 0], label: { en: "Head" } })).toBe(true);
    expect(records.lying.get("annotation/head")!.body["position"]).toEqual([0, 5, 0]);
  });

  it("loses nothing while the house cannot be reached", async () => {
    const { desk: it_, records } = await desk();
    records.refuse = new Problem(0, "");
    it_.set("model", "venus", { scale: 3 });
    expect(await it_.settle()).toBe(false);
    expect([it_.state, it_.changed]).toEqual(["notSaved", true]);
    records.refuse = undefined;
    expect(await it_.settle()).toBe(true);
    expect(records.lying.get("model/venus")!.body["scale"]).toBe(3);
  });
});
