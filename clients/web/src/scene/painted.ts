import { CanvasTexture, SRGBColorSpace } from "three";
import type { Mesh, MeshBasicMaterial, PlaneGeometry } from "three";

/** What is painted on a canvas, as a texture that is read aslant as well. */
export function painted(canvas: HTMLCanvasElement): CanvasTexture {
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  texture.anisotropy = 4;
  return texture;
}

/** Show a canvas that has another size now: a texture keeps the size that it was made with. */
export function repainted(mesh: Mesh<PlaneGeometry, MeshBasicMaterial>, canvas: HTMLCanvasElement, before: CanvasTexture | null): CanvasTexture {
  before?.dispose();
  const texture = painted(canvas);
  mesh.material.map = texture;
  mesh.material.needsUpdate = true;
  return texture;
}
