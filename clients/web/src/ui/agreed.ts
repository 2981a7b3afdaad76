import { standing } from "../privacy";
import type { Kept, Purpose } from "../privacy";

/** What is agreed to in this visit: what the house was told last, until its own answer says what stands. */
export class Agreed {
  purposes: readonly Purpose[] = [];
  private told: readonly Purpose[] = [];
  /** The same before it was last told something else. */
  private before: readonly Purpose[] = [];
  private refusal = false;
  /** How often something was said: an answer that was asked for before knows nothing of it. */
  private turn = 0;
  private readonly listeners: (() => void)[] = [];

  /** Be told when the house's answer, or its refusal, changes what is agreed to. */
  onChanged(call: () => void): void {
    this.listeners.push(call);
  }

  /** Whether the house refused what was said of a purpose last. */
  refused(purpose: Purpose): boolean {
    return this.refusal && this.told.includes(purpose) !== this.purposes.includes(purpose);
  }

  /** A new visit begins, or all is forgotten. */
  anew(): void {
    this.tell([]);
    this.before = [];
  }

  /** The house was told so. */
  tell(purposes: readonly Purpose[]): void {
    this.turn += 1;
    this.refusal = false;
    this.before = this.purposes;
    this.purposes = this.told = purposes;
  }

  /** The house did not take in what it was told: only what stood before is sure until it answers. */
  refuse(): void {
    this.refusal = true;
    this.purposes = this.purposes.filter((purpose) => purpose === "personalise" || this.before.includes(purpose));
    this.changed();
  }

  /** Hear what the house keeps, which need not have what only personalises; false where it cannot be known, or something was said after it was asked. */
  async hear(asked: Promise<Kept | null | undefined>): Promise<boolean> {
    const { turn } = this;
    const kept = await asked;
    if (kept === undefined || turn !== this.turn) return false;
    const known = standing(kept);
    const only = this.purposes.filter((purpose) => purpose === "personalise" && !known.includes(purpose));
    this.purposes = [...only, ...known];
    this.changed();
    return true;
  }

  private changed(): void {
    for (const call of this.listeners) call();
  }
}
