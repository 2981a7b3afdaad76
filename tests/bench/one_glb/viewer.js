// What anybody would write to show one model: three.js, its loader and the decoders that the file asks for.
import { AmbientLight, Box3, DirectionalLight, PerspectiveCamera, Scene, Vector3, WebGLRenderer } from "three";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
import { MeshoptDecoder } from "three/addons/libs/meshopt_decoder.module.js";

const renderer = new WebGLRenderer({ canvas: document.getElementById("view"), antialias: true });
const [scene, camera] = [new Scene(), new PerspectiveCamera(60, 1280 / 720, 0.1, 4000)];
scene.add(new AmbientLight(0xffffff, 1), new DirectionalLight(0xffffff, 2));
const { scene: model } = await new GLTFLoader().setMeshoptDecoder(MeshoptDecoder).loadAsync("/site.glb");
const box = new Box3().setFromObject(model);
camera.position.copy(box.max);
camera.lookAt(box.getCenter(new Vector3()));
scene.add(model);
renderer.render(scene, camera);
window.shown = true;
