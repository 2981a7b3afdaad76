import type { WebGLRenderer } from "three";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
import type { GLTF } from "three/addons/loaders/GLTFLoader.js";
import { MeshoptDecoder } from "three/addons/libs/meshopt_decoder.module.js";

const JSON_AT = 20;

/** Reads glTF; the decoders of Draco and KTX2 are fetched when the first file that needs them comes. */
export class Loader extends GLTFLoader {
  private draco: Promise<unknown> | null = null;
  private ktx2: Promise<unknown> | null = null;

  constructor(private readonly renderer: WebGLRenderer) {
    super();
    this.setMeshoptDecoder(MeshoptDecoder);
  }

  override async parseAsync(data: ArrayBuffer | string, path: string): Promise<GLTF> {
    const used = extensionsOf(data);
    if (used.includes("KHR_draco_mesh_compression")) await (this.draco ??= this.addDraco());
    if (used.includes("KHR_texture_basisu")) await (this.ktx2 ??= this.addKtx2());
    return super.parseAsync(data, path);
  }

  private async addDraco(): Promise<void> {
    const { DRACOLoader, DRACO_GLTF_CONFIG } = await import("three/addons/loaders/DRACOLoader.js");
    this.setDRACOLoader(new DRACOLoader().setDecoderPath(DRACO_GLTF_CONFIG).setWorkerLimit(2));
  }

  private async addKtx2(): Promise<void> {
    const { KTX2Loader } = await import("three/addons/loaders/KTX2Loader.js");
    this.setKTX2Loader(new KTX2Loader().setWorkerLimit(2).detectSupport(this.renderer));
  }
}

/** The extensions that a GLB, or a glTF document as text, says it uses; none of what cannot be read. */
export function extensionsOf(data: ArrayBuffer | string): string[] {
  try {
    const text = typeof data === "string" ? data : jsonOf(data);
    const used: unknown = (JSON.parse(text) as { extensionsUsed?: unknown }).extensionsUsed;
    return Array.isArray(used) ? used.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}

function jsonOf(data: ArrayBuffer): string {
  const length = new DataView(data).getUint32(12, true);
  return new TextDecoder().decode(new Uint8Array(data, JSON_AT, length));
}
