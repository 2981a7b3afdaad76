import { describe, expect, it } from "vitest";
import { idOf } from "../../src/studio/bring/carrier";
import { Pace } from "../../src/studio/bring/pace";
import { stepOf, thingOf } from "../../src/studio/bring/steps";
import en from "../../src/studio/bring/strings/en.json";
import it_ from "../../src/studio/bring/strings/it.json";
import zhHans from "../../src/studio/bring/strings/zh-Hans.json";
import { Uploads } from "../../src/studio/bring/uploads";
import type { Carrier, Heard, Kept } from "../../src/studio/bring/uploads";

/** A line whose far end the test holds. */
function line(): { carrier: Carrier; calls: { name: string; id: string; heard: Heard; stopped: boolean }[] } {
  const calls: { name: string; id: string; heard: Heard; stopped: boolean }[] = [];
  const carrier: Carrier = (file, id, heard) => {
    const call = { name: file.name, id, heard, stopped: false };
    calls.push(call);
    return () => { call.stopped = true; };
  };
  return { carrier, calls };
}

function file(name: string, size: number): File {
  return new File([new Uint8Array(size)], name);
}

const kept = (name: string, size: number, offset: number): Kept => ({ id: `id-${name}`, name, size, offset, made: "", expires: "", by: "" });

describe("files on their way", () => {
  it("go one after another, and are counted together", () => {
    const { carrier, calls } = line();
    const uploads = new Uploads(carrier);
    uploads.add([file("a.obj", 100), file("a.mtl", 50)], []);
    expect(uploads.all.map(({ phase }) => phase)).toEqual(["sending", "waiting"]);
    calls[0]!.heard.begun("1");
    calls[0]!.heard.progress(60);
    expect([uploads.sent, uploads.size]).toEqual([60, 150]);
    calls[0]!.heard.done();
    expect(calls.map(({ name }) => name)).toEqual(["a.obj", "a.mtl"]);
    calls[1]!.heard.done();
    expect(uploads.whole).toBe(true);
    expect(uploads.all[0]!.id).toBe("1");
  });

  it("go on where they stood: those the server has in part, and those that were paused", () => {
    const { carrier, calls } = line();
    const uploads = new Uploads(carrier);
    uploads.add([file("a.ply", 100), file("b.ply", 100), file("c.ply", 70)], [kept("a.ply", 100, 40), kept("b.ply", 100, 100), kept("c.ply", 71, 71)]);
    expect(uploads.all.map(({ phase, sent }) => [phase, sent])).toEqual([["sending", 40], ["sent", 100], ["waiting", 0]]);
    expect(calls[0]!.id).toBe("id-a.ply");
    const [first] = uploads.all;
    uploads.pause(first!);
    expect(calls[0]!.stopped).toBe(true);
    expect(calls[1]!.name).toBe("c.ply");
    calls[0]!.heard.progress(90);
    expect(first!.sent).toBe(40);
    uploads.goOn(first!);
    calls[1]!.heard.done();
    expect(calls[2]).toMatchObject({ name: "a.ply", id: "id-a.ply" });
  });

  it("wait where the line is cut and go on with it; a refusal says why and holds nothing else up", () => {
    const { carrier, calls } = line();
    const uploads = new Uploads(carrier);
    uploads.add([file("a.ply", 10), file("b.exe", 20)], []);
    calls[0]!.heard.cut();
    calls[1]!.heard.refused("No scan is called so.");
    expect(uploads.all.map(({ phase, why }) => [phase, why])).toEqual([["cut", ""], ["refused", "No scan is called so."]]);
    uploads.reconnected();
    expect(uploads.all[0]!.phase).toBe("sending");
    uploads.drop(uploads.all[1]!);
    calls[2]!.heard.done();
    expect(uploads.whole).toBe(true);
  });

  it("takes the same file once, and tells how long the rest will take", () => {
    const { carrier, calls } = line();
    let now = 0;
    const uploads = new Uploads(carrier, () => now);
    uploads.add([file("a.ply", 1000), file("a.ply", 1000)], []);
    expect(uploads.all).toHaveLength(1);
    expect(uploads.left).toBeUndefined();
    now = 2000;
    calls[0]!.heard.progress(200);
    expect([uploads.rate, uploads.left]).toEqual([100, 8]);
    uploads.pauseAll();
    expect(uploads.left).toBeUndefined();
  });
});

describe("pace", () => {
  it("is that of the newest moments", () => {
    const pace = new Pace();
    pace.note(0, 0);
    pace.note(1_000_000, 1_000);
    for (let at = 2_000; at <= 40_000; at += 1_000) pace.note(1_000_000 + at, at);
    expect(pace.rate).toBeCloseTo(1_000, 0);
  });
});

describe("steps", () => {
  it("finds the step and the scan of a stage", () => {
    expect(["venus: derive", "guard", "ground", "venus: repair", "done"].map(stepOf)).toEqual(["derive", "check", "ground", "repair", "keep"]);
    expect([thingOf("venus: derive"), thingOf("ground")]).toEqual(["venus", ""]);
    expect(stepOf("something new")).toBeUndefined();
  });
});

describe("words", () => {
  it("are whole in every language, with the same places to fill", () => {
    const holes = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([whole]) => whole).sort();
    for (const table of [it_, zhHans] as Record<string, string>[]) for (const [key, text] of Object.entries(en)) expect([key, ...holes(table[key] ?? "")]).toEqual([key, ...holes(text)]);
  });
});

describe("the carrier", () => {
  it("names an upload by its address", () => {
    expect([idOf("http://house/api/sites/inn/uploads/ab%20c"), idOf("/api/sites/inn/uploads/7/"), idOf(null)]).toEqual(["ab c", "7", ""]);
  });
});
