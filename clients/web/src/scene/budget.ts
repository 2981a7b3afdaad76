import type { Hello } from "../wire.gen";

/** What this device can carry. */
export interface Budget {
  device: NonNullable<Hello["device"]>;
  /** Levels of detail to leave away from the heavy end; Infinity keeps the lightest only. */
  spare: number;
  shadows: boolean;
  pixelRatio: number;
  /** Triangles that tiles may bring to one eye. */
  triangles: number;
  /** Bytes of tiles that are kept. */
  tileMemory: number;
  /** Pixels that tiles may be off where the triangles allow it. */
  tileError: number;
  /** The visitor asked for everything (`?detail=full`), whatever the device says. */
  full: boolean;
}

interface Hints {
  userAgent: string;
  coarse: boolean;
  deviceMemory: number | undefined;
  saveData: boolean;
  pixelRatio: number;
  /** `light`, `full` or empty: the visitor's own choice (`?detail=`). */
  detail: string;
}

const MIB = 1024 * 1024;
/** After `scenes/device.py`: a phone, a Quest 2, a Quest 3, a desktop. */
const PHONE = { triangles: 300_000, tileMemory: 128 * MIB, tileError: 12 };
const HEADSET_2 = { triangles: 750_000, tileMemory: 256 * MIB, tileError: 12 };
const HEADSET_3 = { triangles: 1_500_000, tileMemory: 448 * MIB, tileError: 10 };
const DESKTOP = { triangles: 3_000_000, tileMemory: 768 * MIB, tileError: 6 };
const HEADSET = /OculusBrowser|Quest|Pico|Wolvic|VIVE|VisionOS/i;

/** Weigh the hints a browser gives. */
export function budgetFrom(hints: Hints): Budget {
  const device = HEADSET.test(hints.userAgent) ? "headset" : hints.coarse ? "mobile" : "desktop";
  const small = hints.saveData || (hints.deviceMemory ?? 8) < 4;
  const spare = hints.detail === "light" ? Infinity : hints.detail === "full" ? 0 : small ? 1 : 0;
  return {
    device,
    spare,
    shadows: device === "desktop" && hints.detail !== "light" && !small,
    pixelRatio: Math.min(hints.pixelRatio, device === "desktop" ? 2 : 1.5),
    full: hints.detail === "full",
    ...tiled(device, hints, small),
  };
}

function tiled(device: Budget["device"], { userAgent, detail }: Hints, small: boolean) {
  const headset = /Quest (3|Pro)|VisionOS/i.test(userAgent) ? HEADSET_3 : HEADSET_2;
  const { triangles, tileMemory, tileError } = device === "headset" ? headset : device === "mobile" ? PHONE : DESKTOP;
  if (detail === "full") return { triangles: 2 * triangles, tileMemory, tileError: tileError / 2 };
  if (small) return { triangles: triangles / 2, tileMemory: tileMemory / 2, tileError: 2 * tileError };
  return { triangles, tileMemory, tileError };
}

/** The budget of this browser. */
export function budget(): Budget {
  const device = navigator as Navigator & { deviceMemory?: number; connection?: { saveData?: boolean } };
  return budgetFrom({
    userAgent: navigator.userAgent,
    coarse: matchMedia("(pointer: coarse)").matches && !matchMedia("(any-hover: hover)").matches,
    deviceMemory: device.deviceMemory,
    saveData: device.connection?.saveData ?? false,
    pixelRatio: devicePixelRatio,
    detail: new URLSearchParams(location.search).get("detail") ?? "",
  });
}

/** Whether triangles are drawn by the processor: then shadows and fine pixels cost more than they show. */
export function isSoftware(gl: WebGLRenderingContext | WebGL2RenderingContext): boolean {
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const name = info === null ? "" : String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL));
  return /llvmpipe|swiftshader|softpipe|basic render/i.test(name);
}
