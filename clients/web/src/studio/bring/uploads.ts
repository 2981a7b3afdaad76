import { Pace } from "./pace";

/** A file that the server has, whole or in part, and that no scan was made of yet. */
export interface Kept {
  id: string;
  name: string;
  size: number;
  offset: number;
  made: string;
  expires: string;
  by: string;
}

export type Phase = "waiting" | "sending" | "paused" | "cut" | "refused" | "sent";

/** One file on its way. */
export interface Sending {
  readonly name: string;
  readonly size: number;
  phase: Phase;
  sent: number;
  /** What the server calls it; empty until it has it. */
  id: string;
  /** What the server has against it. */
  why: string;
}

export interface Heard {
  begun: (id: string) => void;
  progress: (sent: number) => void;
  done: () => void;
  /** The line is cut; it can go on later. */
  cut: () => void;
  refused: (why: string) => void;
}

/** Sends a file, from where the upload `id` stands or from the beginning; returns how to stop, so that it can go on later. */
export type Carrier = (file: Blob & { name: string }, id: string, heard: Heard) => () => void;

interface Item extends Sending {
  readonly file: Blob & { name: string };
  stop: () => void;
}

/** The files that somebody brings: sent one after another, each from where it stood; tells by the event `change`. */
export class Uploads extends EventTarget {
  private items: Item[] = [];
  private readonly pace = new Pace();

  constructor(private readonly carrier: Carrier, private readonly now: () => number = () => performance.now()) {
    super();
  }

  get all(): readonly Sending[] {
    return this.items;
  }

  get size(): number {
    return sum(this.items, (each) => each.size);
  }

  get sent(): number {
    return sum(this.items, (each) => each.sent);
  }

  get whole(): boolean {
    return this.items.length > 0 && this.items.every(({ phase }) => phase === "sent");
  }

  get busy(): boolean {
    return this.items.some(({ phase }) => phase === "sending" || phase === "waiting");
  }

  /** Whether something is on its way that leaving would break off. */
  get open(): boolean {
    return this.items.some(({ phase }) => phase !== "sent" && phase !== "refused");
  }

  /** Bytes a second; undefined where nothing moves. */
  get rate(): number | undefined {
    return this.pace.rate;
  }

  /** Seconds until all is there. */
  get left(): number | undefined {
    return this.pace.left(this.size - this.sent);
  }

  /** Take files in; one that the server has in part goes on there, one that it has whole is not sent again. */
  add(files: Iterable<Blob & { name: string }>, kept: readonly Kept[]): void {
    for (const file of files) {
      if (this.items.some(({ name, size }) => name === file.name && size === file.size)) continue;
      const before = kept.find(({ id, name, size }) => name === file.name && size === file.size && !this.items.some((each) => each.id === id));
      const phase = before && before.offset === file.size ? "sent" : "waiting";
      this.items.push({ name: file.name, size: file.size, file, phase, sent: before?.offset ?? 0, id: before?.id ?? "", why: "", stop: () => undefined });
    }
    this.next();
  }

  /** Take a file that is whole on the server already: nothing of it is sent. */
  use({ id, name, size }: Kept): void {
    this.items.push({ name, size, file: Object.assign(new Blob(), { name }), phase: "sent", sent: size, id, why: "", stop: () => undefined });
    this.changed();
  }

  pause(which: Sending): void {
    const item = this.of(which);
    if (item.phase !== "sending" && item.phase !== "waiting") return;
    item.stop();
    item.phase = "paused";
    this.pace.rest();
    this.next();
  }

  /** Go on with what was paused or cut off. */
  goOn(which: Sending): void {
    const item = this.of(which);
    if (item.phase === "paused" || item.phase === "cut" || item.phase === "refused") item.phase = "waiting";
    this.next();
  }

  /** The line is back. */
  reconnected(): void {
    for (const item of this.items) if (item.phase === "cut") item.phase = "waiting";
    this.next();
  }

  pauseAll(): void {
    for (const item of this.items) {
      if (item.phase !== "sending" && item.phase !== "waiting") continue;
      item.stop();
      item.phase = "paused";
    }
    this.pace.rest();
    this.changed();
  }

  goOnAll(): void {
    for (const item of this.items) if (item.phase === "paused" || item.phase === "cut") item.phase = "waiting";
    this.next();
  }

  /** Take a file off the list; what the server has of it is the caller's to remove. */
  drop(which: Sending): void {
    this.of(which).stop();
    this.items = this.items.filter((each) => each !== which);
    this.pace.rest();
    this.next();
  }

  clear(): void {
    for (const item of this.items) item.stop();
    this.items = [];
    this.pace.rest();
    this.changed();
  }

  private of(which: Sending): Item {
    return this.items.find((each) => each === which)!;
  }

  private next(): void {
    const next = this.items.some(({ phase }) => phase === "sending") ? undefined : this.items.find(({ phase }) => phase === "waiting");
    if (next) this.send(next);
    this.changed();
  }

  private send(item: Item): void {
    item.phase = "sending";
    item.why = "";
    this.pace.note(this.sent, this.now());
    const current = (): boolean => item.phase === "sending" && this.items.includes(item);
    const become = (phase: Phase): void => {
      if (!current()) return;
      item.phase = phase;
      this.next();
    };
    item.stop = this.carrier(item.file, item.id, {
      begun: (id) => { item.id = id; },
      progress: (sent) => {
        if (!current()) return;
        item.sent = sent;
        this.pace.note(this.sent, this.now());
        this.changed();
      },
      done: () => { if (current()) item.sent = item.size; become("sent"); },
      cut: () => { this.pace.rest(); become("cut"); },
      refused: (why) => { item.why = why; become("refused"); },
    });
  }

  private changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, each) => total + of(each), 0);
}
