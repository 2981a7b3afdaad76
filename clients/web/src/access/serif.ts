import { element } from "../ui/page";
import { ensureFonts } from "./fonts";

const WEIGHTS = [400, 600] as const;

/** The page's serif letters for a language as a CSS font list to draw `text` with; settled once all that it needs has come, or cannot. */
export async function serifFor(language: string, text: string): Promise<string> {
  await ensureFonts([language]);
  const probe = element("span");
  [probe.lang, probe.hidden, probe.style.fontFamily] = [language, true, "var(--serif)"];
  document.body.append(probe);
  const families = getComputedStyle(probe).fontFamily;
  probe.remove();
  await Promise.allSettled(WEIGHTS.map((weight) => document.fonts.load(`${weight} 24px ${families}`, text)));
  return families;
}
