// Makes the navigation mesh of a triangle mesh on standard input (Recast), little-endian.
// request  u32 vertices, indices; f32 cell, cell height, agent radius, height, climb, slope (metres, degrees);
//          f32 positions; u32 indices
// answer   u32 status 0, triangles; f32 positions (9 a triangle); u32 island of each triangle
//          or u32 status 1, bytes; a message in UTF-8

import { readSync, writeSync } from "node:fs";
import { init } from "recast-navigation";
import { generateSoloNavMesh, generateTiledNavMesh } from "recast-navigation/generators";

const SOLO = 1024; // cells a side up to which one tile does
const TILE = 192;
const SMALLEST = 0.5; // metres a side of a region that is kept
const MERGED = 2;
const OFF_MESH = 1;
const NO_LINK = 0xffffffff;

function read(bytes) {
  const target = new Uint8Array(bytes);
  for (let at = 0; at < bytes; ) {
    const got = readSync(0, target, at, Math.min(bytes - at, 1 << 30));
    if (got === 0) throw new Error("standard input ended inside the request");
    at += got;
  }
  return target.buffer;
}

function write(buffer) {
  const source = new Uint8Array(buffer.buffer ?? buffer);
  for (let at = 0; at < source.length; ) at += writeSync(1, source, at, Math.min(source.length - at, 1 << 20));
}

function config([cell, cellHeight, radius, height, climb, slope]) {
  return {
    cs: cell,
    ch: cellHeight,
    walkableRadius: Math.ceil(radius / cell),
    walkableHeight: Math.ceil(height / cellHeight),
    walkableClimb: Math.floor(climb / cellHeight + 1e-3),
    walkableSlopeAngle: slope,
    maxEdgeLen: Math.ceil(8 / cell),
    maxSimplificationError: 1.2,
    minRegionArea: Math.ceil(SMALLEST / cell), // the library squares both
    mergeRegionArea: Math.ceil(MERGED / cell),
    detailSampleDist: 8,
    detailSampleMaxError: 1,
  };
}

function cells(positions, cell) {
  let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < positions.length; at += 3) {
    west = Math.min(west, positions[at]);
    east = Math.max(east, positions[at]);
    north = Math.min(north, positions[at + 2]);
    south = Math.max(south, positions[at + 2]);
  }
  return Math.max(east - west, south - north) / cell;
}

function corner(tile, poly, detail, local) {
  const count = poly.vertCount();
  if (local < count) {
    const at = poly.verts(local) * 3;
    return [tile.verts(at), tile.verts(at + 1), tile.verts(at + 2)];
  }
  const at = (detail.vertBase() + local - count) * 3;
  return [tile.detailVerts(at), tile.detailVerts(at + 1), tile.detailVerts(at + 2)];
}

function* polygons(mesh) {
  for (let index = 0; index < mesh.getMaxTiles(); index++) {
    const tile = mesh.getTile(index);
    const header = tile.header();
    if (!header) continue;
    const base = mesh.getPolyRefBase(tile);
    for (let at = 0; at < header.polyCount(); at++) {
      const poly = tile.polys(at);
      if (poly.getType() !== OFF_MESH) yield { tile, poly, ref: base + at, detail: tile.detailMeshes(at) };
    }
  }
}

function* neighbours({ tile, poly }) {
  for (let at = poly.firstLink(); at !== NO_LINK && at >= 0; ) {
    const link = tile.links(at);
    if (link.ref()) yield link.ref();
    at = link.next() >>> 0;
  }
}

function islands(all) {
  const byRef = new Map(all.map((each) => [each.ref, each]));
  const island = new Map();
  let count = 0;
  for (const start of all) {
    if (island.has(start.ref)) continue;
    const open = [start];
    island.set(start.ref, count);
    while (open.length) {
      for (const ref of neighbours(open.pop())) {
        if (island.has(ref) || !byRef.has(ref)) continue;
        island.set(ref, count);
        open.push(byRef.get(ref));
      }
    }
    count++;
  }
  return island;
}

function triangles(mesh) {
  const all = [...polygons(mesh)];
  const island = islands(all);
  const corners = [];
  const of = [];
  for (const { tile, poly, ref, detail } of all) {
    for (let at = 0; at < detail.triCount(); at++) {
      const row = (detail.triBase() + at) * 4;
      for (const turn of [0, 1, 2]) corners.push(...corner(tile, poly, detail, tile.detailTris(row + turn)));
      of.push(island.get(ref));
    }
  }
  return [new Float32Array(corners), new Uint32Array(of)];
}

async function main() {
  const [vertices, count] = new Uint32Array(read(8));
  const settings = new Float32Array(read(24));
  const positions = new Float32Array(read(vertices * 12));
  const indices = new Uint32Array(read(count * 4));
  await init();
  const made =
    cells(positions, settings[0]) <= SOLO
      ? generateSoloNavMesh(positions, indices, config(settings))
      : generateTiledNavMesh(positions, indices, { ...config(settings), tileSize: TILE });
  const [corners, of] = made.success ? triangles(made.navMesh) : [new Float32Array(0), new Uint32Array(0)];
  write(new Uint32Array([0, of.length]));
  write(corners);
  write(of);
}

main().catch((error) => {
  const message = new TextEncoder().encode(String(error?.message ?? error));
  write(new Uint32Array([1, message.length]));
  write(message);
});
