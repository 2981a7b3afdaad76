// Prints what a visitor downloads, gzipped, and fails where the scripts of the first page go beyond the budget.
// What a chunk needs that is only imported when it is used (tiles, Draco, KTX2) comes later, if ever.
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_KB = 260;
const dist = new URL("../dist/", import.meta.url);
const chunks = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf-8"));
rmSync(new URL(".vite/", dist), { recursive: true });

/** The chunks that one page needs before it shows anything. */
const needs = (page, found = new Set()) => {
  if (found.has(page)) return found;
  found.add(page);
  for (const needed of chunks[page].imports ?? []) needs(needed, found);
  return found;
};
const first = needs("index.html");
// Workers and worklets are no chunks of a page, and the visitor's page needs them all.
const later = new Set();
for (const [name, { file, assets = [] }] of Object.entries(chunks)) if (!first.has(name) && !/work(er|let)/.test(file)) [file, ...assets].forEach((each) => later.add(each));

const names = ["index.html", "studio.html", "scorecard.html", "kiosk.html", ...readdirSync(new URL("app/", dist)).map((name) => `app/${name}`)];
const sizes = names.map((name) => [name, gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length / 1000]);
for (const [name, size] of sizes) console.log(`${size.toFixed(1).padStart(8)} kB gzip  ${name}${later.has(name) ? "  (later)" : ""}`);
const scripts = sizes.filter(([name]) => name.endsWith(".js") && !later.has(name)).reduce((sum, [, size]) => sum + size, 0);
console.log(`${scripts.toFixed(1).padStart(8)} kB gzip  scripts of the first page (the limit is ${LIMIT_KB})`);
if (scripts > LIMIT_KB) process.exit(1);
