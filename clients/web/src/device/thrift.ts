/** What a visitor says of data; nothing: as the line is. */
export type DataChoice = "light" | "full" | undefined;
export type VoiceChoice = "thrifty" | "none" | undefined;

/** Bytes a second under which the voice is heard at 16 kbit/s: what the picture still needs would wait for it. */
export const SLOW = 60_000;
/** Once slow, a line is called quick again only well above that. */
const QUICK = 1.5 * SLOW;

/** Whether data are saved: as the visitor says, else where the browser is told to, else where the line is slow. */
export function thrifty(choice: DataChoice, line: { saveData: boolean; speed: number | null }, before = false): boolean {
  if (choice !== undefined) return choice === "light";
  return line.saveData || (line.speed !== null && line.speed < (before ? QUICK : SLOW));
}

/** How the guide is to be heard, best first; nothing: captions only. */
export function hearing(choice: VoiceChoice, saving: boolean, playable: readonly string[]): string[] {
  if (choice === "none") return [];
  const slow = (choice === "thrifty" || saving) && playable.includes("opus");
  return slow ? ["opus-16k", ...playable] : [...playable];
}
