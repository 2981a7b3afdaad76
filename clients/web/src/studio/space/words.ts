import { words } from "../strings";
import en from "./strings/en.json";
import it from "./strings/it.json";
import zhHans from "./strings/zh-Hans.json";

export type Word = keyof typeof en;

/** The words of the place in three dimensions. */
export const tell = words({ en, it, "zh-Hans": zhHans });
