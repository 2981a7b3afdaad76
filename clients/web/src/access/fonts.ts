/** A script that is served by us where the device has no letters for it. */
interface Letters {
  family: string;
  /** Languages written in it, by the beginning of their tags. */
  languages: RegExp;
  /** What tells that a device can draw it; none where the device is not asked. */
  sample: string;
  load(): Promise<unknown>;
}

const arabic = (): Promise<unknown> => Promise.all([import("@fontsource/noto-naskh-arabic/arabic-400.css"), import("@fontsource/noto-naskh-arabic/arabic-700.css")]);
const latin = (): Promise<unknown> => Promise.all([import("@fontsource/noto-sans/latin-400.css"), import("@fontsource/noto-sans/latin-ext-400.css")]);
const cyrillic = (): Promise<unknown> => Promise.all([import("@fontsource/noto-sans/cyrillic-400.css"), import("@fontsource/noto-sans/cyrillic-ext-400.css")]);

/** Noto, under the SIL Open Font License 1.1, each file with the range of letters that it is for: a browser fetches what it draws. */
const LETTERS: readonly Letters[] = [
  { family: "Noto Sans", languages: /./, sample: "ağžʻ", load: latin },
  { family: "Noto Sans", languages: /^(ru|kk|ky|tg|mn|uk|bg)/, sample: "Жщ", load: cyrillic },
  { family: "Noto Sans", languages: /^vi/, sample: "ắợ", load: () => Promise.all([latin(), import("@fontsource/noto-sans/vietnamese-400.css")]) },
  { family: "Noto Sans", languages: /^el/, sample: "Ωψ", load: () => import("@fontsource/noto-sans/greek-400.css") },
  { family: "Noto Naskh Arabic", languages: /^(ar|ckb)/, sample: "ضةئ", load: arabic },
  { family: "Noto Naskh Arabic", languages: /^(fa|ps|ug|sd)/, sample: "پگیۀ", load: arabic },
  { family: "Noto Naskh Arabic", languages: /^ur/, sample: "ےہٹھۂ", load: arabic },
  { family: "Noto Nastaliq Urdu", languages: /^ur/, sample: "", load: () => import("@fontsource/noto-nastaliq-urdu/arabic-400.css") },
  { family: "Noto Sans Devanagari", languages: /^(hi|mr|ne)/, sample: "हि", load: () => Promise.all([import("@fontsource/noto-sans-devanagari/devanagari-400.css"), import("@fontsource/noto-sans-devanagari/devanagari-600.css")]) },
  { family: "Noto Sans Thai", languages: /^th/, sample: "กี", load: () => Promise.all([import("@fontsource/noto-sans-thai/thai-400.css"), import("@fontsource/noto-sans-thai/thai-600.css")]) },
  { family: "Noto Sans Bengali", languages: /^(bn|as)/, sample: "বাং", load: () => Promise.all([import("@fontsource/noto-sans-bengali/bengali-400.css"), import("@fontsource/noto-sans-bengali/bengali-600.css")]) },
  { family: "Noto Sans Tamil", languages: /^ta/, sample: "தமி", load: () => Promise.all([import("@fontsource/noto-sans-tamil/tamil-400.css"), import("@fontsource/noto-sans-tamil/tamil-600.css")]) },
  { family: "Noto Sans Khmer", languages: /^km/, sample: "ខ្ម", load: () => import("@fontsource/noto-sans-khmer/khmer-400.css") },
  { family: "Noto Sans Lao", languages: /^lo/, sample: "ລາ", load: () => import("@fontsource/noto-sans-lao/lao-400.css") },
  { family: "Noto Sans Myanmar", languages: /^my/, sample: "မြန်", load: () => import("@fontsource/noto-sans-myanmar/myanmar-400.css") },
  { family: "Noto Sans Georgian", languages: /^ka/, sample: "ქართ", load: () => import("@fontsource/noto-sans-georgian/georgian-400.css") },
  { family: "Noto Sans SC", languages: /^zh(?!-Hant|-TW|-HK)/, sample: "览", load: () => import("@fontsource/noto-sans-sc/400.css") },
  { family: "Noto Sans TC", languages: /^zh-(Hant|TW|HK)/, sample: "覽", load: () => import("@fontsource/noto-sans-tc/400.css") },
  { family: "Noto Sans JP", languages: /^ja/, sample: "かナ", load: () => import("@fontsource/noto-sans-jp/400.css") },
  { family: "Noto Sans KR", languages: /^ko/, sample: "한글", load: () => import("@fontsource/noto-sans-kr/400.css") },
];

const every = ({ languages }: Letters): boolean => languages.source === ".";

/** Every family that is served by us, a language's own first. */
export function familiesFor(language: string): string[] {
  const own = LETTERS.filter((letters) => !every(letters) && letters.languages.test(language));
  return [...new Set([...own, ...LETTERS].map(({ family }) => family))];
}

/**
 * See to it that these languages can be read: letters that the device has none for come from the house.
 *
 * Words in such a language are then all in that one font, the first of their list: joined letters of two fonts do not join, and
 * Chromium does not draw words anew that it has drawn as boxes in the list's first font.
 */
export async function ensureFonts(tags: readonly string[]): Promise<void> {
  const needed = LETTERS.filter(({ languages, sample }) => tags.some((tag) => languages.test(tag)) && !drawable(sample));
  await Promise.all(needed.map((letters) => letters.load().catch(() => undefined)));
  for (const tag of tags) {
    const first = needed.find((letters) => letters.sample !== "" && !every(letters) && letters.languages.test(tag));
    if (first !== undefined) putFirst(first.family, tag);
  }
}

const given = new Set<string>();
let sheet: CSSStyleSheet | null = null;

function putFirst(family: string, tag: string): void {
  if (given.has(tag)) return;
  given.add(tag);
  if (sheet === null) document.adoptedStyleSheets.push((sheet = new CSSStyleSheet()));
  sheet.insertRule(`[lang="${CSS.escape(tag)}"] { --first: "${family}"; }`);
}

const drawn = new Map<string, boolean>();
let missing = "";

/** Whether the device draws these letters otherwise than one that nobody has. Firefox draws the number of what it lacks, so there it is never sure. */
function drawable(sample: string): boolean {
  if (sample === "" || /Firefox\//.test(navigator.userAgent)) return false;
  missing ||= picture("\u{10FFFE}");
  const known = drawn.get(sample) ?? Array.from(sample).every((letter) => picture(letter) !== missing);
  drawn.set(sample, known);
  return known;
}

function picture(letter: string): string {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [32, 32];
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (pen === null) return letter;
  pen.font = "20px system-ui, sans-serif";
  pen.fillText(letter, 4, 24);
  return canvas.toDataURL();
}
