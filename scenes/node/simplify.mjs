// Simplifies meshes as long as standard input brings them: one request after another, one answer each, little-endian.
// request  u32 vertices, columns of attributes, indices, wanted indices, flags; f32 relative error;
//          f32 positions (3 a vertex), attributes, weights; u32 indices; u8 locks (a vertex each) where flags say so
// answer   u32 status 0, count; f32 relative error; u32 indices; where vertices moved f32 positions, attributes
//          or u32 status 1, bytes; f32 0; a message in UTF-8

import { readSync, writeSync } from "node:fs";
import { MeshoptSimplifier } from "meshoptimizer/simplifier";

const HEAD = 24;
const LOCKED = 1;
const MOVING = 32;
const FLAGS = { 2: "LockBorder", 4: "Prune", 8: "Permissive", 16: "Regularize" };

function read(bytes, mayEnd = false) {
  const target = new Uint8Array(bytes);
  for (let at = 0; at < bytes; ) {
    const got = readSync(0, target, at, Math.min(bytes - at, 1 << 30));
    if (got === 0) {
      if (mayEnd && at === 0) return null;
      throw new Error("standard input ended inside a request");
    }
    at += got;
  }
  return target.buffer;
}

function write(buffer) {
  const source = new Uint8Array(buffer);
  for (let at = 0; at < source.length; ) at += writeSync(1, source, at, Math.min(source.length - at, 1 << 30));
}

function answer(status, count, error, ...rows) {
  const head = new DataView(new ArrayBuffer(12));
  head.setUint32(0, status, true);
  head.setUint32(4, count, true);
  head.setFloat32(8, error, true);
  write(head.buffer);
  for (const each of rows) write(each);
}

function request(head) {
  const view = new DataView(head);
  const [vertices, columns, count, wanted, flags] = [0, 4, 8, 12, 16].map((at) => view.getUint32(at, true));
  return {
    columns,
    wanted,
    error: view.getFloat32(20, true),
    flags: Object.keys(FLAGS).filter((bit) => flags & bit).map((bit) => FLAGS[bit]),
    positions: new Float32Array(read(vertices * 12)),
    attributes: new Float32Array(read(vertices * columns * 4)),
    weights: Array.from(new Float32Array(read(columns * 4))),
    indices: new Uint32Array(read(count * 4)),
    moving: (flags & MOVING) !== 0,
    locks: flags & LOCKED ? new Uint8Array(read(vertices)) : null,
  };
}

function simplify({ indices, positions, attributes, columns, weights, locks, wanted, error, flags }) {
  if (columns === 0 && locks === null) {
    return MeshoptSimplifier.simplify(indices, positions, 3, wanted, error, flags);
  }
  return MeshoptSimplifier.simplifyWithAttributes(
    indices, positions, 3, attributes, columns, weights, locks, wanted, error, flags,
  );
}

function move({ indices, positions, attributes, columns, weights, locks, wanted, error, flags }) {
  const [count, made] = MeshoptSimplifier.simplifyWithUpdate(
    indices, positions, 3, attributes, columns, weights, locks, wanted, error, flags,
  );
  answer(0, count, made, indices.buffer.slice(0, count * 4), positions.buffer, attributes.buffer);
}

function keep(given) {
  const [indices, error] = simplify(given);
  answer(0, indices.length, error, indices.buffer);
}

await MeshoptSimplifier.ready;
for (let head = read(HEAD, true); head !== null; head = read(HEAD, true)) {
  const given = request(head);
  try {
    (given.moving ? move : keep)(given);
  } catch (wrong) {
    const words = new TextEncoder().encode(String(wrong?.message ?? wrong));
    answer(1, words.length, 0, words.buffer);
    process.exit(1);
  }
}
