import type { Claim } from "./privacy";

const KEY = "caravanserai.visits";
const MOST = 20;

/**
 * The visits of this tab of which something may be kept, so that their visitor can still have it and have it destroyed.
 *
 * A visit is stored (`sessionStorage`: until the tab is closed) only once its visitor agreed to something.
 */
export class Claims {
  /** The visit that goes on. */
  current: Claim | null = null;
  private stored: Claim[];

  constructor(private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null = own()) {
    this.stored = read(storage);
  }

  /** Something may be kept of the visit that goes on, from now. */
  agreed(): void {
    const { current } = this;
    if (current === null || this.stored.some(({ visit }) => visit === current.visit)) return;
    this.stored = [...this.stored, { visit: current.visit, resume: current.resume }].slice(-MOST);
    this.save();
  }

  /** Visits before the one that goes on. */
  get earlier(): Claim[] {
    return this.stored.filter(({ visit }) => visit !== this.current?.visit);
  }

  /** The visit that goes on, then those before it. */
  get all(): Claim[] {
    return [...(this.current === null ? [] : [this.current]), ...this.earlier];
  }

  /** Nothing is kept of a visit any more. */
  drop({ visit }: Claim): void {
    this.stored = this.stored.filter((claim) => claim.visit !== visit);
    this.save();
  }

  private save(): void {
    try {
      if (this.stored.length === 0) this.storage?.removeItem(KEY);
      else this.storage?.setItem(KEY, JSON.stringify(this.stored));
    } catch {
      // Storage may be refused; the page knows its visits all the same for as long as it is open.
    }
  }
}

/** A page may be refused its storage at the first touch. */
function own(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

function read(storage: Pick<Storage, "getItem"> | null): Claim[] {
  try {
    const found = JSON.parse(storage?.getItem(KEY) ?? "[]") as unknown;
    return Array.isArray(found) ? found.filter(isClaim).slice(-MOST) : [];
  } catch {
    return [];
  }
}

function isClaim(found: unknown): found is Claim {
  const { visit, resume } = (found ?? {}) as Partial<Claim>;
  return typeof visit === "string" && typeof resume === "string";
}
