/** Frames between two weighings: tiles need time to come and go. */
const FRAMES = 20;
const COARSER = 1.25;
const FINER = 0.9;
/** How many times coarser than wished tiles may become. */
const MOST = 12;
/** Below this share of the triangles allowed there is room for finer tiles. */
const ROOM = 0.6;

/** How many pixels tiles may be off, so that a frame stays within the triangles of a device. */
export class Detail {
  /** Pixels. */
  target: number;
  /** How many times coarser they may be by now, for a reason of the whole picture. */
  coarser = 1;
  private frames = 0;

  /** `finest`: pixels wished for; `triangles`: the most that may be drawn for one eye. */
  constructor(private readonly finest: number, private readonly triangles: number) {
    this.target = finest;
  }

  /** A frame drew so many triangles for one eye; `slow` where frames keep coming late. */
  weigh(drawn: number, slow: boolean): void {
    this.frames += 1;
    this.target = Math.max(this.target, this.finest * this.coarser);
    if (this.frames < FRAMES) return;
    this.frames = 0;
    if (drawn > this.triangles || slow) this.target = Math.min(this.finest * MOST, this.target * COARSER);
    else if (drawn < ROOM * this.triangles) this.target = Math.max(this.finest * this.coarser, this.target * FINER);
  }
}
