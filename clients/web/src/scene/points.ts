import { Points, PointsMaterial, Vector3 } from "three";
import type { Object3D } from "three";

/** Points a little larger than the space between them close into a surface. */
const OVERLAP = 1.5;
const [SMALLEST_PX, LARGEST_PX] = ["1.5", "48.0"];

/** Give points the size of the space between them, so that a cloud looks like what was scanned. */
export function sizePoints(object: Object3D): void {
  object.traverse((child) => {
    if (!(child instanceof Points)) return;
    const coloured = child.geometry.getAttribute("color") !== undefined;
    const before = child.material as PointsMaterial;
    child.material = pointsMaterial(sizeOf(child), coloured, before);
    before.dispose();
  });
}

/** The space between neighbours of points that lie on a surface: the two longest sides of its box hold them all. */
export function spacing(size: readonly number[], count: number): number {
  const [longest, middle] = [...size].sort((a, b) => b - a) as [number, number];
  return count > 0 ? Math.sqrt((longest * middle) / count) : 0;
}

function sizeOf({ geometry }: Points): number {
  geometry.computeBoundingBox();
  const sides = geometry.boundingBox!.getSize(new Vector3()).toArray();
  return OVERLAP * spacing(sides, geometry.getAttribute("position").count);
}

/** `size` is in the points' own units. three takes metres, for a view of 90° only, and lets far points vanish. */
function pointsMaterial(size: number, vertexColors: boolean, before: PointsMaterial): PointsMaterial {
  const material = new PointsMaterial({ size, vertexColors, color: before.color, sizeAttenuation: true });
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = shader.vertexShader.replace(
      "#include <logdepthbuf_vertex>",
      `gl_PointSize = clamp( size * length( modelViewMatrix[ 0 ].xyz ) * projectionMatrix[ 1 ][ 1 ] * scale / - mvPosition.z, ${SMALLEST_PX}, ${LARGEST_PX} );
	#include <logdepthbuf_vertex>`,
    );
  };
  return material;
}
