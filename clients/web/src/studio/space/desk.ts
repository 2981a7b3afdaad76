import { Problem } from "../api";
import { clashOf } from "../sites/explaining";
import type { Clash } from "../sites/conflict";
import { brought, same } from "../sites/record";
import type { Body, RecordTold } from "../sites/record";

export type SpaceKind = "site" | "model" | "annotation" | "stop";
export type Keeping = "saved" | "saving" | "unsaved" | "notSaved";

/** Where records lie. */
export interface Shelf {
  save(kind: SpaceKind, id: string, body: Body, etag: string | undefined): Promise<RecordTold>;
  remove(kind: SpaceKind, id: string, etag: string): Promise<void>;
}

/** One record of a step: what it was and what it became; undefined where there was or is none. */
export interface Moved {
  kind: SpaceKind;
  id: string;
  before: Body | undefined;
  after: Body | undefined;
}

interface Held {
  kind: SpaceKind;
  id: string;
  etag: string | undefined;
  kept: Body | undefined;
  now: Body | undefined;
}

/** What stands between a record and the house: two people's versions, or what is wrong with it. */
export interface Trouble {
  kind: SpaceKind;
  id: string;
  clash: Clash | undefined;
  problem: unknown;
}

const REST_MS = 900;
const STRETCH_MS = 900;
const MOST = 200;

/** The records of a scene while they are arranged: one line of steps to go back over all of them, saved by themselves. */
export class Desk extends EventTarget {
  private readonly held = new Map<string, Held>();
  private past: (readonly Moved[])[] = [];
  private future: (readonly Moved[])[] = [];
  private last = { name: "", at: -Infinity };
  private timer = 0;
  private running: Promise<void> | undefined;
  trouble: Trouble | undefined;
  state: Keeping = "saved";

  constructor(private readonly shelf: Shelf, private readonly rest = REST_MS) {
    super();
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  get changed(): boolean {
    return this.dirty().length > 0;
  }

  body(kind: SpaceKind, id: string): Body | undefined {
    return this.held.get(key(kind, id))?.now;
  }

  list(kind: SpaceKind): { id: string; body: Body }[] {
    return [...this.held.values()].filter((each) => each.kind === kind && each.now !== undefined).map(({ id, now }) => ({ id, body: now! }));
  }

  /** A record as the house has it, at the beginning or because it was saved elsewhere. */
  adopt(told: RecordTold): void {
    const each = this.held.get(key(told.kind as SpaceKind, told.id));
    const now = told.deleted ? undefined : each?.now && each.kept ? brought(each.kept, each.now, told.body) : told.body;
    this.held.set(key(told.kind as SpaceKind, told.id), { kind: told.kind as SpaceKind, id: told.id, etag: told.etag, kept: told.deleted ? undefined : told.body, now });
    this.tell();
  }

  /** A record of which somebody said elsewhere that it is gone. */
  forget(kind: SpaceKind, id: string): void {
    this.held.delete(key(kind, id));
    this.tell();
  }

  /** Change fields of a record; `stretch` names a movement whose parts are one step. */
  set(kind: SpaceKind, id: string, fields: Body, stretch = ""): void {
    const before = this.body(kind, id);
    if (before) this.step([{ kind, id, before, after: { ...before, ...fields } }], stretch);
  }

  /** Change several records in one step. */
  step(moves: readonly Moved[], stretch = ""): void {
    const real = moves.filter(({ before, after }) => !same(before, after));
    if (real.length === 0) return;
    const at = Date.now();
    const goesOn = stretch !== "" && this.last.name === stretch && at - this.last.at < STRETCH_MS && this.past.length > 0;
    const step = goesOn ? joined(this.past.pop()!, real) : real;
    this.past = [...this.past, step].slice(-MOST);
    this.last = { name: stretch, at };
    this.future = [];
    for (const { kind, id, after } of real) this.put(kind, id, after);
    this.touched();
  }

  undo(): void {
    const step = this.past.pop();
    if (step === undefined) return;
    this.future.push(step);
    this.go(step.map(({ kind, id, before, after }) => ({ kind, id, before: after, after: before })));
  }

  redo(): void {
    const step = this.future.pop();
    if (step === undefined) return;
    this.past.push(step);
    this.go(step);
  }

  /** Save what waits; whether all is kept. */
  async settle(): Promise<boolean> {
    clearTimeout(this.timer);
    await this.running;
    if (this.changed) {
      this.running = this.keep().finally(() => { this.running = undefined; });
      await this.running;
    }
    return !this.changed;
  }

  /** Two people's versions became one. */
  async join(body: Body): Promise<boolean> {
    const { kind, id, clash } = this.trouble!;
    this.trouble = undefined;
    this.held.set(key(kind, id), { kind, id, etag: clash!.etag, kept: clash!.theirs, now: body });
    return this.settle();
  }

  /** Leave it as it is for now. */
  later(): void {
    this.trouble = undefined;
    this.tell();
  }

  /** Make the changes of a step again, or take them back: only what it touched, whatever came in between. */
  private go(moves: readonly Moved[]): void {
    this.last = { name: "", at: -Infinity };
    for (const { kind, id, before, after } of moves) {
      const now = this.body(kind, id);
      this.put(kind, id, before && after && now ? brought(before, after, now) : after);
    }
    this.touched();
  }

  private put(kind: SpaceKind, id: string, now: Body | undefined): void {
    const each = this.held.get(key(kind, id)) ?? { kind, id, etag: undefined, kept: undefined, now: undefined };
    this.held.set(key(kind, id), { ...each, now });
  }

  private touched(): void {
    this.state = this.changed ? "unsaved" : "saved";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.settle(), this.rest) as unknown as number;
    this.tell();
  }

  private dirty(): Held[] {
    return [...this.held.values()].filter(({ kept, now }) => !same(kept, now));
  }

  private async keep(): Promise<void> {
    this.state = "saving";
    this.tell();
    for (const each of this.dirty()) {
      try {
        await this.send(each);
      } catch (problem) {
        this.state = "notSaved";
        this.trouble = { kind: each.kind, id: each.id, clash: problem instanceof Problem && each.now ? clashOf(problem, each.now) : undefined, problem };
        this.tell();
        return;
      }
    }
    this.state = this.changed ? "unsaved" : "saved";
    this.tell();
    if (this.changed) this.touched();
  }

  private async send({ kind, id, etag, now: sent }: Held): Promise<void> {
    if (sent === undefined) {
      if (etag !== undefined) await this.shelf.remove(kind, id, etag);
      this.settled(kind, id, sent, undefined, undefined);
      return;
    }
    const told = await this.shelf.save(kind, id, sent, etag);
    this.settled(kind, id, sent, told.body, told.etag);
    this.dispatchEvent(new CustomEvent("kept", { detail: told }));
  }

  /** The house has `body` now: what was changed meanwhile stays, what others changed comes in. */
  private settled(kind: SpaceKind, id: string, sent: Body | undefined, body: Body | undefined, etag: string | undefined): void {
    const now = this.body(kind, id);
    const next = now && sent && body ? brought(sent, now, body) : now;
    this.held.set(key(kind, id), { kind, id, etag, kept: body, now: next });
  }

  private tell(): void {
    this.dispatchEvent(new Event("change"));
  }
}

function key(kind: SpaceKind, id: string): string {
  return `${kind}/${id}`;
}

/** Two steps as one: of a record in both, what it was before the first and what it is after the second. */
function joined(first: readonly Moved[], second: readonly Moved[]): Moved[] {
  const steps = new Map(first.map((each) => [key(each.kind, each.id), each]));
  for (const each of second) {
    const name = key(each.kind, each.id);
    steps.set(name, { ...each, before: steps.has(name) ? steps.get(name)!.before : each.before });
  }
  return [...steps.values()];
}
