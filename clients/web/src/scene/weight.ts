import { CompressedTexture, InstancedMesh, InterleavedBufferAttribute, Mesh, Texture } from "three";
import type { BufferAttribute, Material, Object3D, Points } from "three";

/** About what a scene takes on the graphics chip, bytes; and its largest texture, pixels a side. */
export interface Weight {
  geometry: number;
  textures: number;
  largest: number;
}

/** A texture with all its mipmaps is a third larger. */
const MIPMAPS = 4 / 3;

/** Weigh everything that a scene holds, seen or not; what is shared counts once. */
export function weigh(scene: Object3D): Weight {
  const [arrays, textures] = [new Set<ArrayBufferView>(), new Set<Texture>()];
  scene.traverse((child) => {
    if (!("geometry" in child)) return;
    const { geometry, material } = child as Mesh | Points;
    for (const attribute of [...Object.values(geometry.attributes), geometry.index]) if (attribute !== null) arrays.add(arrayOf(attribute as BufferAttribute));
    if (child instanceof InstancedMesh) arrays.add(child.instanceMatrix.array);
    for (const each of [material].flat()) for (const texture of texturesOf(each)) textures.add(texture);
  });
  const sizes = [...textures].map(bytesOf);
  return {
    geometry: [...arrays].reduce((sum, { byteLength }) => sum + byteLength, 0),
    textures: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
    largest: Math.max(0, ...sizes.map(({ side }) => side)),
  };
}

/** Every texture of a material. */
export function texturesOf(material: Material): Texture[] {
  return Object.values(material).filter((value): value is Texture => value instanceof Texture);
}

function arrayOf(attribute: BufferAttribute | InterleavedBufferAttribute): ArrayBufferView {
  return attribute instanceof InterleavedBufferAttribute ? attribute.data.array : attribute.array;
}

function bytesOf(texture: Texture): { bytes: number; side: number } {
  const { width = 0, height = 0 } = (texture.image ?? {}) as { width?: number; height?: number };
  const side = Math.max(width, height);
  if (texture instanceof CompressedTexture) return { bytes: texture.mipmaps.reduce((sum, { data }) => sum + (data?.byteLength ?? 0), 0), side };
  return { bytes: width * height * 4 * (texture.generateMipmaps ? MIPMAPS : 1), side };
}
