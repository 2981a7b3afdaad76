import { words } from "../strings";
import en from "./strings/en.json";
import it from "./strings/it.json";
import zhHans from "./strings/zh-Hans.json";

export type Word = keyof typeof en;

/** Why something was refused, where the server has a word for it. */
export const TABLES = { en, it, "zh-Hans": zhHans };

export const tell = words(TABLES);
