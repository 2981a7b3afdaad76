import { readFileSync } from "node:fs";
import { defineConfig } from "vite";
import type { Plugin } from "vite";
import { offline } from "./dev/offline";

export default defineConfig({
  base: "/",
  plugins: [withoutUnused(), woff2Only(), withVisitorsPage(), offline()],
  build: {
    target: "es2022",
    assetsDir: "app",
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ["index.html", "studio.html", "scorecard.html", "kiosk.html"] },
    chunkSizeWarningLimit: 1200,
  },
  worker: { format: "es" },
  server: { host: "127.0.0.1", proxy: proxied() },
});

/** The kiosk's page holds the visitor's page whole, so that nothing of it is written twice. */
function withVisitorsPage(): Plugin {
  const body = /<body[^>]*>([\s\S]*)<\/body>/;
  return {
    name: "with-visitors-page",
    transformIndexHtml: { order: "pre", handler: (html) => html.replace("<!-- the visitor's page -->", () => body.exec(readFileSync("index.html", "utf-8"))![1]!) },
  };
}

/** three's Draco loader names a decoder for browsers without WebAssembly, which have no WebXR either: 720 kB. */
function withoutUnused(): Plugin {
  return {
    name: "without-unused",
    generateBundle(_, bundle) {
      for (const name of Object.keys(bundle)) if (/draco_decoder-[^/]*\.js$/.test(name)) delete bundle[name];
    },
  };
}

/** Fontsource names each font twice; every browser with WebGL 2 reads WOFF2. Their licence goes along. */
function woff2Only(): Plugin {
  return {
    name: "woff2-only",
    enforce: "pre",
    transform: (code, id) => (/@fontsource.*\.css/.test(id) ? ranged(code.replaceAll(/, url\([^)]*\.woff\) format\('woff'\)/g, ""), id) : null),
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "app/OFL.txt", source: readFileSync("node_modules/@fontsource/noto-sans/LICENSE", "utf-8") });
    },
  };
}

/** A stylesheet for one script leaves out which letters it is for: then a browser fetches each to look for every letter that it lacks. */
function ranged(code: string, id: string): string {
  const [, folder, script] = /^(.*@fontsource\/[^/]+)\/([a-z-]+)-\d+\.css/.exec(id) ?? [];
  if (folder === undefined || script === undefined) return code;
  const ranges: Record<string, string> = JSON.parse(readFileSync(`${folder}/unicode.json`, "utf-8"));
  return code.replace("}", `  unicode-range: ${ranges[script]};\n}`);
}

/** `npm run dev` beside a running `tour serve` (or dev/server.mjs): the page is Vite's, everything else is the server's. */
function proxied() {
  const server = "http://127.0.0.1:8080";
  return { "/api": server, "/assets": server, "/visit": { target: server, ws: true } };
}
