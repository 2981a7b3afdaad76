// Encodes one picture as KTX2 with Basis Universal: mipmaps, UASTC with Zstandard, or ETC1S.
// standard input   u32 width, height, flags (1 UASTC, 2 sRGB, 4 normal map), quality 0 to 255; then RGBA bytes
// standard output  the KTX2 file

import { readFileSync, writeSync } from "node:fs";
import { encodeToKTX2 } from "ktx2-encoder";

const given = readFileSync(0);
const [width, height, flags, quality] = [0, 4, 8, 12].map((at) => given.readUInt32LE(at));
const uastc = (flags & 1) !== 0;
const srgb = (flags & 2) !== 0;
const data = new Uint8Array(given.subarray(16));
if (data.length !== width * height * 4) throw new Error(`${data.length} bytes for ${width} by ${height} pixels`);

console.log = console.error;
const made = await encodeToKTX2(data, {
  imageDecoder: async () => ({ width, height, data }),
  isUASTC: uastc,
  isKTX2File: true,
  generateMipmap: true,
  isPerceptual: srgb,
  isSetKTX2SRGBTransferFunc: srgb,
  isNormalMap: (flags & 4) !== 0,
  needSupercompression: uastc,
  uastcLDRQualityLevel: 1,
  qualityLevel: uastc ? undefined : quality,
});
for (let at = 0; at < made.length; ) at += writeSync(1, made, at);
