import { Points, PointsMaterial } from "three";
import type { Object3D } from "three";

/** Points twice as large as the way to the nearest other close into a surface. */
const OVERLAP = 2;
/** Points that are asked for their nearest neighbour, and the most that are looked through for it. */
const [ASKED, MOST] = [25, 60_000];
const [SMALLEST_PX, LARGEST_PX] = ["1.5", "48.0"];

/** Give points the size of the space between them, so that a cloud looks like what was scanned. */
export function sizePoints(object: Object3D): void {
  for (const points of pointsIn(object)) {
    const before = points.material;
    points.material = pointsMaterial(points.geometry.getAttribute("color") !== undefined, before);
    points.material.size = OVERLAP * spacingOf(points);
    before.dispose();
  }
}

/** How far it commonly is from a point to the nearest other, of points x, y, z that lie on a surface; 0 for one alone. */
export function spacing(positions: ArrayLike<number>): number {
  const count = positions.length / 3;
  const asked = Math.min(ASKED, count);
  const all = Array.from({ length: asked }, (_, i) => nearest(positions, Math.floor((i * count) / asked))).filter(Number.isFinite);
  return all.sort((a, b) => a - b)[all.length >> 1] ?? 0;
}

function nearest(p: ArrayLike<number>, index: number): number {
  const [x, y, z] = [p[3 * index]!, p[3 * index + 1]!, p[3 * index + 2]!];
  let best = Infinity;
  for (let i = 0; i < p.length; i += 3) {
    const square = (p[i]! - x) ** 2 + (p[i + 1]! - y) ** 2 + (p[i + 2]! - z) ** 2;
    if (square < best && square > 0) best = square;
  }
  return Math.sqrt(best);
}

/** The space between the points of an object in its own metres; null where it has none. */
export function spacingIn(object: Object3D): number | null {
  const all = pointsIn(object).map((points) => spacingOf(points) * scaleIn(points, object));
  return all.length === 0 ? null : Math.max(...all);
}

/** Size the points of an object, which `sizePoints` has met before, for another space between them. */
export function spreadPoints(object: Object3D, metres: number): void {
  for (const points of pointsIn(object)) points.material.size = (OVERLAP * metres) / scaleIn(points, object);
}

/** The space between the points that are seen where a tile is: its own, or that of the finest tiles drawn over it. */
export function spaceSeen<T>(tile: T, own: (tile: T) => number, over: (tile: T) => Iterable<T>): number {
  let finest = own(tile);
  for (const child of over(tile)) finest = Math.min(finest, spaceSeen(child, own, over));
  return finest;
}

function pointsIn(object: Object3D): Points<Points["geometry"], PointsMaterial>[] {
  const found: Points<Points["geometry"], PointsMaterial>[] = [];
  object.traverse((child) => {
    if (child instanceof Points) found.push(child as Points<Points["geometry"], PointsMaterial>);
  });
  return found;
}

/** In the points' own units. Of many points every nth is looked at: on a surface those are √n times as far apart. */
function spacingOf({ geometry }: Points): number {
  const position = geometry.getAttribute("position");
  const nth = Math.max(1, Math.ceil(position.count / MOST));
  const positions = new Float32Array(3 * Math.floor(position.count / nth));
  for (let i = 0; i < positions.length / 3; i++) {
    positions.set([position.getX(i * nth), position.getY(i * nth), position.getZ(i * nth)], 3 * i);
  }
  return spacing(positions) / Math.sqrt(nth);
}

function scaleIn(points: Points, object: Object3D): number {
  let scale = 1;
  for (let at: Object3D | null = points; at !== null && at !== object.parent; at = at.parent) scale *= at.scale.x;
  return scale;
}

/** `size` is in the points' own units. three takes metres, for a view of 90° only, and lets far points vanish. */
function pointsMaterial(vertexColors: boolean, before: PointsMaterial): PointsMaterial {
  const material = new PointsMaterial({ vertexColors, color: before.color, sizeAttenuation: true });
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = shader.vertexShader.replace(
      "#include <logdepthbuf_vertex>",
      `gl_PointSize = clamp( size * length( modelViewMatrix[ 0 ].xyz ) * projectionMatrix[ 1 ][ 1 ] * scale / - mvPosition.z, ${SMALLEST_PX}, ${LARGEST_PX} );
	#include <logdepthbuf_vertex>`,
    );
  };
  return material;
}
