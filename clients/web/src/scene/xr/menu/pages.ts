import type { Comfort } from "../../../comfort";
import { next } from "../../../comfort";
import { PURPOSES } from "../../../privacy";
import type { Purpose } from "../../../privacy";
import type { Agreeing } from "../agreeing";
import type { Reasons } from "../reasons";
import type { Words } from "../words";
import type { Paragraph } from "./reading";

/** One thing to choose on a page of the menu. */
export interface Item {
  id: string;
  label: string;
  /** What holds now. */
  value?: string;
  /** BCP 47 tag of the label, where it is not the page's. */
  language?: string;
  /** It is the one that holds. */
  chosen?: boolean;
  /** It takes something away. */
  grave?: boolean;
  /** It opens a page of its own. */
  leads?: boolean;
  act(): void;
}

/** A page: what it is about, what can be chosen, and a line or much to read below. */
export interface Page {
  title: string;
  items: Item[];
  note?: string;
  body?: readonly Paragraph[];
}

export type PageName = "home" | "tour" | "stops" | "language" | "captions" | "captionLanguage" | "comfort" | "reasons" | "privacy" | Purpose | "kept" | "leave";

/** What the menu asks and tells. */
export interface House {
  readonly words: Words;
  /** BCP 47 tag of the guide's words, and of the captions where they are another. */
  readonly language: string;
  readonly captions: string | null;
  readonly languages: readonly { tag: string; name: string }[];
  /** 0 to 1; 0 is silent. */
  readonly volume: number;
  readonly comfort: Comfort;
  readonly tour: string | null;
  readonly tours: readonly { id: string; title: string; minutes: number }[];
  readonly stops: readonly { id: string; title: string; seen: boolean }[];
  readonly nextStop: { id: string; title: string } | null;
  readonly speaking: boolean;
  readonly said: string;
  readonly agreeing: Agreeing;
  readonly reasons: Reasons;
  choose(tag: string): void;
  read(tag: string | null): void;
  loud(volume: number): void;
  suit(change: Partial<Comfort>): void;
  take(tour: string | null): void;
  go(stop: string): void;
  talk(now: boolean): void;
  react(reaction: "more" | "repeat" | "skip"): void;
  raise(): void;
  forget(): void;
  leave(): void;
}

/** What turns the pages. */
export interface Turning {
  open(page: PageName): void;
  close(): void;
}

type Write = (house: House, turn: Turning) => Page;

const PAGES: Record<PageName, Write> = {
  home, tour, stops, language, captions, captionLanguage, comfort, reasons, privacy, leave, kept,
  personalise: purpose("personalise"), analytics: purpose("analytics"), voice: purpose("voice"),
};
/** Where a page is left to, if not to the first. */
const BEFORE: Partial<Record<PageName, PageName>> = { captionLanguage: "captions", personalise: "privacy", analytics: "privacy", voice: "privacy", kept: "privacy" };

/** Write a page in the visitor's language. */
export function write(page: PageName, house: House, turn: Turning): Page {
  const written = PAGES[page](house, turn);
  if (page === "home") return written;
  return { ...written, items: [...written.items, { id: "back", label: house.words.back, act: () => turn.open(BEFORE[page] ?? "home") }] };
}

function home(house: House, turn: Turning): Page {
  const { words, nextStop, speaking, comfort, reasons: why } = house;
  const named = house.languages.find(({ tag }) => tag === house.language)?.name ?? house.language;
  const tour = house.tours.find(({ id }) => id === house.tour)?.title;
  const opens = (id: PageName, label: string, value?: string): Item => ({ id, label, leads: true, ...(value === undefined ? {} : { value }), act: () => turn.open(id) });
  return {
    title: words.menu,
    items: [
      ...(nextStop === null ? [] : [{ id: "next", label: words.next, value: nextStop.title, act: () => closing(turn, () => house.go(nextStop.id)) }]),
      opens("stops", words.stops),
      opens("tour", words.tour, tour ?? words.everything),
      { id: "talk", label: speaking ? words.listening : words.talk, chosen: speaking, act: () => house.talk(!speaking) },
      { id: "repeat", label: words.repeat, act: () => house.react("repeat") },
      { id: "skip", label: words.skip, act: () => house.react("skip") },
      { ...opens("reasons", why.label.text), language: why.label.language, act: () => (why.look(), turn.open("reasons")) },
      opens("captions", words.captions, comfort.captions ? words.on : words.off),
      opens("language", words.language, named),
      opens("comfort", words.comfort),
      { id: "quieter", label: words.quieter, value: percent(house), act: () => house.loud(house.volume - 0.2) },
      { id: "louder", label: words.louder, value: percent(house), act: () => house.loud(house.volume + 0.2) },
      { ...opens("privacy", words.privacy), act: () => (house.agreeing.look(), turn.open("privacy")) },
      opens("leave", words.leave),
      { id: "close", label: words.close, act: () => turn.close() },
    ],
  };
}

function tour(house: House, turn: Turning): Page {
  const { words } = house;
  const choice = (id: string | null, label: string, value?: string): Item => ({
    id: `tour:${id ?? ""}`, label, chosen: house.tour === id, ...(value === undefined ? {} : { value }),
    act: () => {
      house.take(id);
      turn.open("home");
    },
  });
  const minutes = (count: number): string => words.minutes.replace("{minutes}", new Intl.NumberFormat(words.tag).format(count));
  return { title: words.tour, items: [choice(null, words.everything), ...house.tours.map(({ id, title, minutes: long }) => choice(id, title, minutes(long)))] };
}

function stops(house: House, turn: Turning): Page {
  const item = (stop: House["stops"][number]): Item => ({
    id: `stop:${stop.id}`, label: stop.title, ...(stop.seen ? { value: house.words.seen } : {}), chosen: house.nextStop?.id === stop.id,
    act: () => closing(turn, () => house.go(stop.id)),
  });
  return { title: house.words.stops, items: house.stops.map(item) };
}

function language(house: House, turn: Turning): Page {
  const item = ({ tag, name }: House["languages"][number]): Item => ({
    id: `language:${tag}`, label: name, language: tag, chosen: tag === house.language,
    act: () => {
      house.choose(tag);
      turn.open("home");
    },
  });
  return { title: house.words.language, items: house.languages.map(item) };
}

function captions(house: House, turn: Turning): Page {
  const { words, comfort } = house;
  const sizes = [words.small, words.usual, words.large];
  const named = house.languages.find(({ tag }) => tag === house.captions)?.name ?? words.asHeard;
  return {
    title: words.captions,
    items: [
      suits(house, "captions", words.captions, comfort.captions ? words.on : words.off),
      suits(house, "captionSize", words.size, sizes[comfort.captionSize]!),
      suits(house, "captionCard", words.card, comfort.captionCard ? words.on : words.off),
      { id: "captionLanguage", label: words.captionLanguage, value: named, leads: true, act: () => turn.open("captionLanguage") },
    ],
  };
}

function captionLanguage(house: House, turn: Turning): Page {
  const { words } = house;
  const item = (tag: string | null, label: string): Item => ({
    id: `read:${tag ?? ""}`, label, ...(tag === null ? {} : { language: tag }), chosen: house.captions === tag,
    act: () => {
      house.read(tag);
      turn.open("captions");
    },
  });
  return { title: words.captionLanguage, items: [item(null, words.asHeard), ...house.languages.map(({ tag, name }) => item(tag, name))] };
}

function comfort(house: House): Page {
  const { words, comfort: now } = house;
  const shades = [words.none, words.little, words.much];
  return {
    title: words.comfort,
    items: [
      suits(house, "walk", words.walk, now.walk === "smooth" ? words.steps : words.leaps),
      suits(house, "turn", words.turn, now.turn === "smooth" ? words.smoothly : words.inSteps),
      suits(house, "vignette", words.vignette, shades[now.vignette]!),
      suits(house, "seated", words.posture, now.seated ? words.sitting : words.standing),
      { id: "raise", label: words.raise, act: () => house.raise() },
      suits(house, "hand", words.hand, now.hand === "left" ? words.left : words.right),
      suits(house, "led", words.led, now.led ? words.on : words.off),
      suits(house, "rumble", words.rumble, now.rumble ? words.on : words.off),
    ],
  };
}

/** “How do you know?” of what had been heard when it was asked. */
function reasons({ reasons: why }: House): Page {
  return { title: why.label.text, items: [], body: why.body };
}

function privacy(house: House, turn: Turning): Page {
  const { words, agreeing } = house;
  const item = (purpose: Purpose): Item => {
    const { text, language } = agreeing.label(purpose);
    return { id: purpose, label: text, language, chosen: agreeing.agreed(purpose), leads: true, act: () => turn.open(purpose) };
  };
  return {
    title: words.privacy,
    note: house.said || words.privacyNote,
    items: [
      ...PURPOSES.map(item),
      { id: "kept", label: words.kept, leads: true, act: () => (agreeing.look(), turn.open("kept")) },
      { id: "forget", label: words.forget, grave: true, act: () => house.forget() },
    ],
  };
}

/** One purpose in the words that are agreed to; it can be taken back even where it could not be agreed to again. */
function purpose(of: Purpose): Write {
  return ({ words, agreeing }) => {
    const agreed = agreeing.agreed(of);
    const decide = (now: boolean): Item => ({ id: now ? "agree" : "withdraw", label: now ? words.agree : words.withdraw, act: () => agreeing.decide(of, now) });
    return { title: agreeing.label(of).text, items: agreed ? [decide(false)] : agreeing.can(of) ? [decide(true)] : [], body: [{ text: agreed ? words.agreed : words.notAgreed, tone: "strong" }, ...agreeing.body(of)] };
  };
}

function kept({ words, agreeing }: House): Page {
  return { title: words.kept, items: [], body: agreeing.kept };
}

function leave(house: House): Page {
  const { words } = house;
  return { title: words.leave, note: words.leaveNote, items: [{ id: "leaveNow", label: words.leaveNow, grave: true, act: () => house.leave() }] };
}

function suits(house: House, field: keyof Comfort, label: string, value: string): Item {
  return { id: field, label, value, act: () => house.suit({ [field]: next(house.comfort, field) }) };
}

function closing(turn: Turning, act: () => void): void {
  turn.close();
  act();
}

function percent({ volume, words }: House): string {
  return new Intl.NumberFormat(words.tag, { style: "percent", maximumFractionDigits: 0 }).format(volume);
}
