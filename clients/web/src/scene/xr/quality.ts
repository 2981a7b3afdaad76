/** One step of how fine the picture in a headset is. */
export interface Step {
  /** 0 to 1: how much coarser the edge of the picture is. */
  foveation: number;
  /** Of the pixels a side that the headset wishes for. */
  scale: number;
  /** How many times coarser tiles may be. */
  coarser: number;
  /** Frames a second at most; 0 leaves it. */
  rate: number;
  /** Whether the guide's lantern lights stone. */
  lit: boolean;
}

/** From the finest to the lightest. */
export const STEPS: readonly Step[] = [
  { foveation: 0.3, scale: 1, coarser: 1, rate: 90, lit: true },
  { foveation: 0.6, scale: 1, coarser: 1, rate: 90, lit: true },
  { foveation: 0.8, scale: 0.9, coarser: 1.2, rate: 72, lit: true },
  { foveation: 1, scale: 0.8, coarser: 1.5, rate: 72, lit: true },
  { foveation: 1, scale: 0.7, coarser: 2, rate: 72, lit: false },
  { foveation: 1, scale: 0.6, coarser: 3, rate: 72, lit: false },
];

/** Seconds over which frames are looked at together. */
const WINDOW = 0.5;
/** Share of a frame's time that work may take before frames are in danger, and below which there is room. */
const DANGER = 0.8;
const ROOM = 0.55;
/** A frame so many times as long as it should be was lost one. */
const LATE = 1.5;
/** Of the frames of a window: more lost than this are too many, fewer are none. */
const TOO_MANY = 0.03;
/** Seconds of ease before the picture grows finer; each relapse doubles them. */
const PATIENCE = 4;
const MOST_PATIENCE = 64;
/** Seconds after a finer step in which going back counts as a relapse. */
const RELAPSE = 8;

/** Which step of the picture's quality holds: down before frames are lost, up again when there has been room for long. */
export class Quality {
  /** Index into `STEPS`. */
  step: number;
  private frames = 0;
  private lost = 0;
  private busy = 0;
  private passed = 0;
  private ease = 0;
  private patience = PATIENCE;
  private sinceUp = Infinity;

  constructor(first = 1) {
    this.step = first;
  }

  /** A frame came `dt` seconds after the one before, `work` seconds of it busy; it should have come every `every`. Says whether the step changed. */
  weigh(dt: number, work: number, every: number): boolean {
    this.frames += 1;
    this.passed += dt;
    this.busy += work / every;
    if (dt > LATE * every) this.lost += 1;
    return this.passed >= WINDOW && this.judge();
  }

  /** Frames were not drawn for a while, for a reason that is not the picture's: begin to look anew. */
  forget(): void {
    this.frames = this.lost = this.busy = this.passed = this.ease = 0;
  }

  private judge(): boolean {
    const [lost, busy, passed] = [this.lost / this.frames, this.busy / this.frames, this.passed];
    const eased = this.ease;
    this.forget();
    this.sinceUp += passed;
    if (lost > TOO_MANY || busy > DANGER) return this.down();
    if (lost > 0 || busy > ROOM) return false;
    this.ease = eased + passed;
    return this.ease >= this.patience && this.up();
  }

  private down(): boolean {
    if (this.step === STEPS.length - 1) return false;
    this.patience = this.sinceUp < RELAPSE ? Math.min(MOST_PATIENCE, 2 * this.patience) : PATIENCE;
    this.sinceUp = Infinity;
    this.step += 1;
    return true;
  }

  private up(): boolean {
    if (this.step === 0) return false;
    this.step -= 1;
    this.ease = 0;
    this.sinceUp = 0;
    return true;
  }
}

/** The frame rate to ask for: the highest on offer that is no more than `most`, or the lowest. */
export function rateOf(offered: readonly number[], most: number): number | null {
  const sorted = [...offered].sort((a, b) => a - b);
  return sorted.filter((rate) => rate <= most).at(-1) ?? sorted[0] ?? null;
}
