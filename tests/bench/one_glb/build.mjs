// node build.mjs OUT: the viewer's page, bundled and packed as ours is; run it with clients/web as working folder.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";

const [out] = process.argv.slice(2);
const modules = new URL("../../../clients/web/node_modules/", import.meta.url);
const need = createRequire(new URL("../package.json", modules));
const { build } = await import(pathToFileURL(need.resolve("vite")));
await build({
  configFile: false,
  root: fileURLToPath(new URL(".", import.meta.url)),
  logLevel: "warn",
  resolve: { alias: [{ find: "three/addons", replacement: fileURLToPath(new URL("three/examples/jsm", modules)) }, { find: /^three$/, replacement: fileURLToPath(new URL("three/build/three.module.js", modules)) }] },
  build: { outDir: out, emptyOutDir: true, target: "es2022", modulePreload: { polyfill: false } },
});
for (const name of readdirSync(`${out}/assets`)) writeFileSync(`${out}/assets/${name}.br`, brotliCompressSync(readFileSync(`${out}/assets/${name}`)));
