import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";
import { build } from "vite";
import type { Plugin, Rolldown } from "vite";

const WORKER = fileURLToPath(new URL("../src/offline/worker.ts", import.meta.url));
const NIGHT = [0x16, 0x11, 0x0d] as const;
const IVORY = [0xf6, 0xec, 0xda] as const;
const AMBER = [0xe6, 0xad, 0x58] as const;

/** What makes the page installable and lets it open without a network: icons, a manifest, a service worker. */
export function offline(): Plugin {
  return {
    name: "offline",
    apply: "build",
    generateBundle: {
      order: "post",
      async handler(_, bundle) {
        const page = bundle["index.html"];
        if (page?.type !== "asset") return;
        const icons = [192, 512].map((size) => ({ size, file: this.getFileName(this.emitFile({ type: "asset", name: `lantern-${size}.png`, source: icon(size) })) }));
        const manifest = this.getFileName(this.emitFile({ type: "asset", name: "caravanserai.webmanifest", source: JSON.stringify(manifestOf(icons)) }));
        const html = String(page.source).replace("</title>", `</title>\n    <link rel="manifest" href="/${manifest}" />\n    <link rel="apple-touch-icon" href="/${icons[0]!.file}" />`);
        page.source = html;
        const files = [...new Set([...needed(bundle), manifest, icons[0]!.file])].map((name) => `/${name}`).sort();
        const known = { version: sha256(files.join() + html).slice(0, 16), page: sha256(html), files };
        this.emitFile({ type: "asset", fileName: "service-worker.js", source: await worker(known) });
      },
    },
  };
}

/** What the first page runs before anything is imported later, with its workers and its style. */
function needed(bundle: Rolldown.OutputBundle): Set<string> {
  const found = new Set<string>();
  const add = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    const chunk = bundle[name];
    if (chunk?.type !== "chunk") return;
    chunk.imports.forEach(add);
    const { importedCss, importedAssets } = (chunk as { viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> } }).viteMetadata ?? { importedCss: [], importedAssets: [] };
    for (const each of [...importedCss, ...importedAssets]) if (!each.endsWith(".wasm")) add(each);
  };
  const html = String((bundle["index.html"] as Rolldown.OutputAsset).source);
  for (const [, name] of html.matchAll(/(?:src|href)="\/(app\/[^"]+)"/g)) add(name!);
  for (const name of Object.keys(bundle)) if (/(decode\.worker|ring\.worklet|microphone\.worklet)-[^/]*\.js$/.test(name)) add(name);
  return new Set([...found].filter((name) => !/(basis_transcoder|draco_)/.test(name)));
}

/** The worker in one file, so that every browser can read it. */
async function worker(known: object): Promise<string> {
  const made = (await build({
    configFile: false, logLevel: "warn", define: { __OFFLINE__: JSON.stringify(known) },
    build: { write: false, target: "es2022", rolldownOptions: { input: WORKER, output: { format: "iife" } } },
  })) as Rolldown.RolldownOutput;
  return made.output[0].code;
}

function manifestOf(icons: { size: number; file: string }[]): object {
  const drawn = icons.map(({ size, file }) => ({ src: `/${file}`, sizes: `${size}x${size}`, type: "image/png" }));
  return {
    id: "/", name: "Caravanserai", short_name: "Caravanserai", description: "Walk through a heritage site with a guide that speaks from sources.",
    start_url: "/", scope: "/", display: "standalone", background_color: "#16110d", theme_color: "#16110d", categories: ["education", "travel"],
    icons: [...drawn.map((each) => ({ ...each, purpose: "any" })), { ...drawn[1], purpose: "maskable" }],
  };
}

/** The gate with its lantern, as `src/icon.svg` has it, drawn within the circle that every mask leaves. */
export function icon(size: number): Uint8Array {
  const pixels = Buffer.alloc(size * (size * 3 + 1));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const sum = [0, 0, 0];
      for (const [dx, dy] of [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]] as const) {
        colour((((x + dx) / size) * 48 - 24) / 0.72 + 24, (((y + dy) / size) * 48 - 24) / 0.72 + 24).forEach((value, i) => (sum[i]! += value / 4));
      }
      sum.forEach((value, i) => (pixels[y * (size * 3 + 1) + 1 + x * 3 + i] = Math.round(value)));
    }
  }
  return png(size, pixels);
}

/** The colour at a place of the drawing, which is 48 wide and high. */
function colour(x: number, y: number): readonly number[] {
  const half = 13 * Math.min(1, Math.sqrt(Math.max(0, (y - 5) / 16.5)));
  const [outer, inner] = [half + 1.4, Math.max(0, 13 * Math.min(1, Math.sqrt(Math.max(0, (y - 7.6) / 16.5))) - 1.4)];
  const [dx, lantern] = [Math.abs(x - 24), y >= 19.5 && y <= 32 ? 2.6 + 2.4 * Math.sin((Math.PI * (y - 19.5)) / 12.5) : 0];
  if (dx < lantern || (dx < 1 && y > 12 && y < 20)) return AMBER;
  return y > 4 && y < 43 && dx <= outer && dx >= inner ? IVORY : NIGHT;
}

function png(size: number, rows: Buffer): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), part("IHDR", head), part("IDAT", deflateSync(rows, { level: 9 })), part("IEND", Buffer.alloc(0))]);
}

function part(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function crc32(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
