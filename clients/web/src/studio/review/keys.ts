/** What a key asks for while a draft is read. */
export type Command =
  | "approve" | "edit" | "reject" | "later" | "open" | "play" | "playAll" | "down" | "up" | "help" | "back" | "facts";

/** The keys and what they do, in the order in which they are explained. */
export const KEYS: readonly (readonly [string, Command])[] = [
  ["a", "approve"], ["e", "edit"], ["r", "reject"], ["s", "later"], ["u", "back"],
  ["j", "down"], ["k", "up"], ["space", "play"], ["p", "playAll"], ["f", "facts"], ["n", "open"], ["?", "help"],
];

const ALIKE: Record<string, Command> = { ArrowDown: "down", ArrowUp: "up", " ": "play", "?": "help" };

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "repeat">;

/**
 * The command of a key, undefined for none. Letters count by their place on the keyboard where the layout writes no
 * Latin letters (a reviewer of Russian or Arabic need not switch); what is held with Ctrl, Alt or ⌘ is the browser's.
 */
export function command(pressed: Pressed): Command | undefined {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return undefined;
  const known = ALIKE[pressed.key];
  if (known !== undefined) return pressed.repeat && known !== "down" && known !== "up" ? undefined : known;
  const letter = /^[a-z]$/i.test(pressed.key) ? pressed.key.toLowerCase() : latin(pressed);
  const found = KEYS.find(([key]) => key === letter)?.[1];
  return pressed.repeat && found !== "down" && found !== "up" ? undefined : found;
}

function latin({ key, code }: Pressed): string {
  return /^Key[A-Z]$/.test(code) && !/^[\x20-\x7e]$/.test(key) ? code.slice(3).toLowerCase() : "";
}

/** Whether a key is meant for what has the focus: a field, a list, a button that is pressed with it. */
export function taken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]")) return true;
  return key === " " && target.matches("button, a, summary, input");
}
