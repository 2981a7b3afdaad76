import { defineConfig } from "vite";
import type { Plugin } from "vite";

export default defineConfig({
  base: "/",
  plugins: [withoutUnused()],
  build: {
    target: "es2022",
    assetsDir: "app",
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ["index.html", "studio.html"] },
    chunkSizeWarningLimit: 1200,
  },
  worker: { format: "es" },
  server: { host: "127.0.0.1", proxy: proxied() },
});

/** three's Draco loader names a decoder for browsers without WebAssembly, which have no WebXR either: 720 kB. */
function withoutUnused(): Plugin {
  return {
    name: "without-unused",
    generateBundle(_, bundle) {
      for (const name of Object.keys(bundle)) if (/draco_decoder-[^/]*\.js$/.test(name)) delete bundle[name];
    },
  };
}

/** `npm run dev` beside a running `tour serve` (or dev/server.mjs): the page is Vite's, everything else is the server's. */
function proxied() {
  const server = "http://127.0.0.1:8080";
  return { "/api": server, "/assets": server, "/visit": { target: server, ws: true } };
}
