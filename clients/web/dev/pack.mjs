// Packs what a browser fetches with Brotli at its best, once: the server sends `x.js.br` to who takes it.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
const names = [...readdirSync(dist), ...readdirSync(new URL("app/", dist)).map((name) => `app/${name}`)];
for (const name of names.filter((each) => /\.(js|css|html|svg|wasm|webmanifest)$/.test(each))) {
  const plain = readFileSync(new URL(name, dist));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  const packed = brotliCompressSync(plain, { params });
  if (packed.length < plain.length * 0.95) writeFileSync(new URL(`${name}.br`, dist), packed);
}
