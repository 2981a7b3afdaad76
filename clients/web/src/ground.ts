import type { Vector } from "./wire.gen";

/** Metres one can step up or down. */
export const STEP = 0.6;
/** Metres of free height one needs to walk upright. */
const HEADROOM = 1.7;
const CELL = 2;
const MOST_CELLS = 512;
/** Slopes whose normal rises less than this are walls. */
const LEVEL = 0.35;
const STRIDE = 0.2;

/** The surface that may be walked on: triangles in a grid of columns, so that a height is found in microseconds. */
export class Ground {
  private readonly cell: number;
  private readonly minX: number;
  private readonly minZ: number;
  private readonly columns: number;
  private readonly rows: number;
  private readonly starts: Uint32Array;
  private readonly members: Uint32Array;

  /** `triangles` holds nine numbers a triangle: three corners in scene space, metres. */
  constructor(triangles: Float32Array) {
    this.triangles = levelOnly(triangles);
    const bounds = extent(this.triangles);
    this.minX = bounds.minX;
    this.minZ = bounds.minZ;
    this.cell = Math.max(CELL, (bounds.maxX - bounds.minX) / MOST_CELLS, (bounds.maxZ - bounds.minZ) / MOST_CELLS);
    this.columns = Math.max(1, Math.ceil((bounds.maxX - bounds.minX) / this.cell));
    this.rows = Math.max(1, Math.ceil((bounds.maxZ - bounds.minZ) / this.cell));
    this.starts = new Uint32Array(this.columns * this.rows + 1);
    this.members = this.fill();
  }

  /** Nine numbers a triangle: three corners in scene space, metres. */
  readonly triangles: Float32Array;

  /** The highest ground at or below `ceiling` in the column of (x, z), or null where there is none. */
  heightAt(x: number, z: number, ceiling: number): number | null {
    const column = this.column(x);
    const row = this.row(z);
    if (column < 0 || row < 0 || column >= this.columns || row >= this.rows) return null;
    const cell = row * this.columns + column;
    let best = -Infinity;
    for (let i = this.starts[cell]!; i < this.starts[cell + 1]!; i++) {
      const y = this.over(this.members[i]! * 9, x, z);
      if (y !== null && y <= ceiling && y > best) best = y;
    }
    return best === -Infinity ? null : best;
  }

  /** Move feet by (dx, dz) metres as far as the ground goes, sliding along its edge. */
  walk(feet: Vector, dx: number, dz: number): Vector {
    const strides = Math.max(1, Math.ceil(Math.hypot(dx, dz) / STRIDE));
    let at = feet;
    for (let i = 0; i < strides; i++) {
      const [sx, sz] = [dx / strides, dz / strides];
      at = this.step(at, sx, sz) ?? this.step(at, sx, 0) ?? this.step(at, 0, sz) ?? at;
    }
    return at;
  }

  private step([x, y, z]: Vector, dx: number, dz: number): Vector | null {
    const height = this.heightAt(x + dx, z + dz, y + HEADROOM);
    return height === null || Math.abs(height - y) > STEP ? null : [x + dx, height, z + dz];
  }

  private over(t: number, x: number, z: number): number | null {
    const v = this.triangles;
    const [ax, az, bx, bz, cx, cz] = [v[t]!, v[t + 2]!, v[t + 3]!, v[t + 5]!, v[t + 6]!, v[t + 8]!];
    const area = (bz - cz) * (ax - cx) + (cx - bx) * (az - cz);
    const a = ((bz - cz) * (x - cx) + (cx - bx) * (z - cz)) / area;
    const b = ((cz - az) * (x - cx) + (ax - cx) * (z - cz)) / area;
    const c = 1 - a - b;
    if (a < -1e-6 || b < -1e-6 || c < -1e-6) return null;
    return a * v[t + 1]! + b * v[t + 4]! + c * v[t + 7]!;
  }

  private column(x: number): number {
    return Math.floor((x - this.minX) / this.cell);
  }

  private row(z: number): number {
    return Math.floor((z - this.minZ) / this.cell);
  }

  private fill(): Uint32Array {
    this.eachCell((cell) => this.starts[cell + 1]!++);
    for (let i = 1; i < this.starts.length; i++) this.starts[i]! += this.starts[i - 1]!;
    const members = new Uint32Array(this.starts.at(-1)!);
    const next = this.starts.slice();
    this.eachCell((cell, triangle) => (members[next[cell]!++] = triangle));
    return members;
  }

  private eachCell(visit: (cell: number, triangle: number) => void): void {
    for (let t = 0; t < this.triangles.length; t += 9) {
      const { minX, maxX, minZ, maxZ } = extent(this.triangles.subarray(t, t + 9));
      const [left, right] = [this.column(minX), Math.min(this.columns - 1, this.column(maxX))];
      const [top, bottom] = [this.row(minZ), Math.min(this.rows - 1, this.row(maxZ))];
      for (let row = top; row <= bottom; row++) {
        for (let column = left; column <= right; column++) visit(row * this.columns + column, t / 9);
      }
    }
  }
}

function extent(triangles: Float32Array) {
  let [minX, maxX, minZ, maxZ] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < triangles.length; i += 3) {
    minX = Math.min(minX, triangles[i]!);
    maxX = Math.max(maxX, triangles[i]!);
    minZ = Math.min(minZ, triangles[i + 2]!);
    maxZ = Math.max(maxZ, triangles[i + 2]!);
  }
  return triangles.length === 0 ? { minX: 0, maxX: 0, minZ: 0, maxZ: 0 } : { minX, maxX, minZ, maxZ };
}

/** Drop walls: what is left can be stood on. */
function levelOnly(triangles: Float32Array): Float32Array {
  const kept = new Float32Array(triangles.length);
  let length = 0;
  for (let t = 0; t + 8 < triangles.length; t += 9) {
    const corner = triangles.subarray(t, t + 9);
    if (!isLevel(corner)) continue;
    kept.set(corner, length);
    length += 9;
  }
  return kept.subarray(0, length);
}

function isLevel(v: Float32Array): boolean {
  const [ux, uy, uz] = [v[3]! - v[0]!, v[4]! - v[1]!, v[5]! - v[2]!];
  const [wx, wy, wz] = [v[6]! - v[0]!, v[7]! - v[1]!, v[8]! - v[2]!];
  const [nx, ny, nz] = [uy * wz - uz * wy, uz * wx - ux * wz, ux * wy - uy * wx];
  return Math.abs(ny) > LEVEL * Math.hypot(nx, ny, nz);
}
