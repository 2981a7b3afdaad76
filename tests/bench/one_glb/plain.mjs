// node plain.mjs OUT IN…: the finest levels of a site in one GLB as an exporter writes it: no quantization, no packing.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const need = createRequire(new URL("../../../scenes/node/package.json", import.meta.url));
const load = (name) => import(pathToFileURL(need.resolve(name)));
const { NodeIO, Document } = await load("@gltf-transform/core");
const { ALL_EXTENSIONS } = await load("@gltf-transform/extensions");
const { dequantize, mergeDocuments, unpartition, prune } = await load("@gltf-transform/functions");
const { MeshoptDecoder } = await load("meshoptimizer");

const [out, ...sources] = process.argv.slice(2);
await MeshoptDecoder.ready;
const io = new NodeIO().registerExtensions(ALL_EXTENSIONS).registerDependencies({ "meshopt.decoder": MeshoptDecoder });
const all = new Document();
for (const source of sources) mergeDocuments(all, await io.read(source));
const [scene, ...others] = all.getRoot().listScenes();
for (const other of others) {
  for (const node of other.listChildren()) scene.addChild(node);
  other.dispose();
}
all.getRoot().setDefaultScene(scene);
for (const extension of all.getRoot().listExtensionsUsed()) {
  if (["EXT_meshopt_compression", "KHR_draco_mesh_compression"].includes(extension.extensionName)) extension.dispose();
}
await all.transform(dequantize({ pattern: /.*/ }), unpartition(), prune());
await io.write(out, all);
