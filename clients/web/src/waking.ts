import type { App } from "./app";

/** Take the visit up again as soon as the device lets it: a network, a page that is seen again, a touch that allows sound. */
export function wakeWith(app: App): void {
  addEventListener("online", () => app.visit?.hurry());
  addEventListener("pagehide", () => app.visit?.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) app.visit?.open();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    app.player?.wake();
    app.visit?.hurry();
  });
  addEventListener("pointerdown", () => app.player?.wake());
}
