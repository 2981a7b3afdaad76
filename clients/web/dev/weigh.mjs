// Prints what a visitor downloads before the first picture, gzipped, and fails beyond the budget.
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_KB = 260;
const dist = new URL("../dist/", import.meta.url);
const names = ["index.html", ...readdirSync(new URL("app/", dist)).map((name) => `app/${name}`)];
const sizes = names.map((name) => [name, gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length / 1000]);

for (const [name, size] of sizes) console.log(`${size.toFixed(1).padStart(8)} kB gzip  ${name}`);
const scripts = sizes.filter(([name]) => name.endsWith(".js")).reduce((sum, [, size]) => sum + size, 0);
console.log(`${scripts.toFixed(1).padStart(8)} kB gzip  all scripts (the limit is ${LIMIT_KB})`);
if (scripts > LIMIT_KB) process.exit(1);
