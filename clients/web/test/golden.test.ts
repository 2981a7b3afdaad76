import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decode, encode } from "../src/frames";
import { FROM_SERVER, NUMBERED } from "../src/wire.gen";
import type { FromClient } from "../src/wire.gen";

interface Golden {
  from: "client" | "server";
  name: string;
  hex: string;
  message: Record<string, unknown>;
}

const golden = JSON.parse(readFileSync(new URL("../../../tests/wire/golden.json", import.meta.url), "utf-8")) as Golden[];

/** Bytes stand as hexadecimal in the file. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

describe("golden frames", () => {
  it.each(golden.map((frame) => [frame.name, frame] as const))("%s", (name, { hex, message }) => {
    const [decodedName, fields] = decode(Buffer.from(hex, "hex"))!;
    expect(decodedName).toBe(name);
    expect(plain(fields)).toEqual(message);
  });

  it("what we send is read back with the same fields", () => {
    for (const { from, name, hex, message } of golden) {
      if (from !== "client") continue;
      const [, fields] = decode(Buffer.from(hex, "hex"))!;
      const again = decode(encode(name as keyof FromClient, fields as never));
      expect([again?.[0], plain(again?.[1])]).toEqual([name, message]);
    }
  });

  it("covers every message of the server that we know", () => {
    const covered = new Set(golden.filter(({ from }) => from === "server").map(({ name }) => name));
    expect([...FROM_SERVER].filter((name) => !covered.has(name))).toEqual([]);
    expect(NUMBERED.filter((name) => !FROM_SERVER.includes(name))).toEqual([]);
  });
});
