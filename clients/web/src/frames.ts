import { Decoder, Encoder } from "@msgpack/msgpack";
import type { FromClient, FromServer } from "./wire.gen";

/** One message as it travels: its name and its fields. */
export type Frame<Messages> = { [Name in keyof Messages]: [Name, Messages[Name]] }[keyof Messages];

export type ServerFrame = Frame<FromServer>;

const FRAME_LIMIT = 256 * 1024;
const encoder = new Encoder({ ignoreUndefined: true });
const decoder = new Decoder({ maxStrLength: FRAME_LIMIT, maxBinLength: FRAME_LIMIT, maxArrayLength: 4096, maxMapLength: 64 });

/** Write one msgpack frame `[name, {field: value}]`; undefined fields are left out. */
export function encode<Name extends keyof FromClient>(name: Name, fields: FromClient[Name]): Uint8Array<ArrayBuffer> {
  return encoder.encode([name, fields]);
}

/** Read one msgpack frame; null where it is not `[name, {field: value}]`. */
export function decode(frame: ArrayBuffer | Uint8Array): [string, Record<string, unknown>] | null {
  try {
    const value = decoder.decode(frame);
    if (!Array.isArray(value) || value.length !== 2) return null;
    const [name, fields] = value as unknown[];
    if (typeof name !== "string" || typeof fields !== "object" || fields === null || Array.isArray(fields)) return null;
    return [name, fields as Record<string, unknown>];
  } catch {
    return null;
  }
}
