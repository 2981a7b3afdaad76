import type { Join } from "./companions";
import type { Hello } from "./wire.gen";

/** What a page of its own makes otherwise: the kiosk's does. */
export interface Otherwise {
  /** The one site that it shows. */
  site?: string;
  device?: Hello["device"];
  joining?: readonly Join[];
}
