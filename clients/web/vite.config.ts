import { defineConfig } from "vite";

export default defineConfig({
  base: "/",
  build: {
    target: "es2022",
    assetsDir: "app",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  worker: { format: "es" },
  server: { host: "127.0.0.1", proxy: proxied() },
});

/** `npm run dev` beside a running `tour serve` (or dev/server.mjs): the page is Vite's, everything else is the server's. */
function proxied() {
  const server = "http://127.0.0.1:8080";
  return { "/api": server, "/assets": server, "/visit": { target: server, ws: true } };
}
