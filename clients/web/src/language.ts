/** One text in several languages, keyed by BCP 47 tag. */
export type LanguageMap = Record<string, string>;

const SCRIPT_OF: Record<string, string> = {
  "zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans", "zh-tw": "zh-hant", "zh-hk": "zh-hant",
};

/** The best of the available tags for the wanted one, or undefined (RFC 4647 section 3.4, then the same language). */
export function lookup(wanted: string, available: readonly string[]): string | undefined {
  const known = new Map(available.map((tag) => [tag.toLowerCase(), tag]));
  const low = wanted.toLowerCase();
  for (const candidate of [low, SCRIPT_OF[low] ?? low]) {
    const parts = candidate.split("-");
    for (let end = parts.length; end > 0; end--) {
      const found = known.get(parts.slice(0, end).join("-"));
      if (found !== undefined) return found;
    }
  }
  return available.find((tag) => primary(tag) === primary(wanted));
}

/** The first of the wanted languages that is available, or the first available. */
export function choose(wanted: readonly string[], available: readonly string[]): string {
  for (const tag of wanted) {
    const found = lookup(tag, available);
    if (found !== undefined) return found;
  }
  return available[0] ?? "en";
}

/** The text in the wanted language or its nearest relative, else in English, else in any. */
export function textIn(texts: LanguageMap, wanted: string): string {
  return texts[choose([wanted, "en"], Object.keys(texts))] ?? "";
}

/** Names in CLDR that Chromium leaves out; it would say them in the device's own language. */
const LEFT_OUT: Record<string, string> = {
  as: "অসমীয়া", ckb: "کوردی", hy: "հայերեն", ka: "ქართული", km: "ខ្មែរ", ky: "кыргызча", lo: "ລາວ", mn: "монгол", my: "မြန်မာ", ne: "नेपाली",
  ps: "پښتو", si: "සිංහල", tg: "тоҷикӣ", tk: "türkmen dili", ug: "ئۇيغۇرچە",
};

/** A language's name in itself, as `Intl` knows it. */
export function ownName(tag: string): string {
  try {
    const name = LEFT_OUT[tag.toLowerCase()] ?? new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
    // Georgian has capitals, but begins no name with them.
    return /^\p{Script=Georgian}/u.test(name) ? name : name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
  } catch {
    return tag;
  }
}

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

/** Which way a language is written. */
export function direction(tag: string): "ltr" | "rtl" {
  const script = tag.split("-").slice(1).find((part) => part.length === 4)?.toLowerCase();
  if (script !== undefined) return ["arab", "hebr", "nkoo", "syrc", "thaa"].includes(script) ? "rtl" : "ltr";
  return RIGHT_TO_LEFT.has(primary(tag)) ? "rtl" : "ltr";
}

function primary(tag: string): string {
  return tag.split("-", 1)[0]!.toLowerCase();
}
