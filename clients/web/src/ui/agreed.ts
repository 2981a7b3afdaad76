import { PURPOSES, standing } from "../privacy";
import type { Kept, Purpose } from "../privacy";
import type { Consented } from "../wire.gen";

/** Milliseconds after which waiting for the house's answer is shown. */
const PATIENCE_MS = 1_000;
/** After so long what the house holds is asked for all the same. */
const GIVEN_UP_MS = 10_000;

/** What is agreed to in this visit: what the house was told last, and what stands by its own answers. */
export class Agreed {
  /** What the house was told last, until its answer says what stands. */
  purposes: readonly Purpose[] = [];
  /** What stands, as far as the house has said. */
  stands: readonly Purpose[] = [];
  /** Whether the house has been taking its time over what it was told. */
  slow = false;
  private told: readonly Purpose[] = [];
  /** What came of what it was told last; null until its answer. */
  private outcome: Consented["outcome"] | null = "taken";
  /** How often something was said: an answer that was asked for before knows nothing of it. */
  private turn = 0;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners: (() => void)[] = [];
  private waiting: (() => void)[] = [];

  /** Be told when the house's answer, or the wait for it, changes what is known. */
  onChanged(call: () => void): void {
    this.listeners.push(call);
  }

  /** What came of what was said of a purpose last, where the house did not take it in; empty where it did. */
  refused(purpose: Purpose): "" | "consentRefused" | "withdrawalFailed" {
    const wished = this.told.includes(purpose);
    if (this.pending || this.outcome === "taken" || wished === this.stands.includes(purpose)) return "";
    return wished ? "consentRefused" : "withdrawalFailed";
  }

  /** A new visit begins, or all is forgotten. */
  anew(): void {
    this.turn += 1;
    this.purposes = this.told = this.stands = [];
    this.end("taken");
  }

  /** The house was told so, and will answer. */
  tell(purposes: readonly Purpose[]): void {
    this.turn += 1;
    this.purposes = this.told = purposes;
    this.outcome = null;
    clearTimeout(this.patience);
    this.patience = setTimeout(() => {
      this.slow = true;
      this.changed();
    }, PATIENCE_MS);
  }

  /** Whether the house has not answered yet what it was told last. */
  get pending(): boolean {
    return this.outcome === null;
  }

  /** The house's answer to what it was told; `last`: nothing was said after it. Where it does not know what stands, what stood before does. */
  answer({ outcome, purposes }: Consented, last: boolean): void {
    this.stands = purposes ?? PURPOSES.filter((each) => this.stands.includes(each) || (each === "personalise" && this.told.includes(each)));
    if (last) {
      this.purposes = this.stands;
      this.end(outcome);
    }
    this.changed();
  }

  /** Wait until the house answered what it was told, or for long enough. */
  async settled(): Promise<void> {
    if (!this.pending) return;
    await new Promise<void>((go) => {
      this.waiting.push(go);
      setTimeout(go, GIVEN_UP_MS);
    });
  }

  /** Hear what the house keeps, which need not have what only personalises; false where it cannot be known, or something was said after it was asked. */
  async hear(asked: Promise<Kept | null | undefined>): Promise<boolean> {
    const { turn } = this;
    const kept = await asked;
    if (kept === undefined || turn !== this.turn) return false;
    const known = standing(kept);
    const only = this.purposes.filter((purpose) => purpose === "personalise" && !known.includes(purpose));
    this.purposes = this.stands = [...only, ...known];
    this.changed();
    return true;
  }

  private end(outcome: Consented["outcome"]): void {
    this.outcome = outcome;
    this.slow = false;
    clearTimeout(this.patience);
    for (const go of this.waiting.splice(0)) go();
  }

  private changed(): void {
    for (const call of this.listeners) call();
  }
}
