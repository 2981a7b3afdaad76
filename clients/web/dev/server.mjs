// A stand-in for `tour serve`, to work on the page without Python: `node dev/server.mjs [port] [folder]`.
// A folder holds `site.json`, an answer of `/api/sites/{id}`, and the models whose urls it names.
// It serves the built page under the real content policy, two sites, and a guide that hums tones over fixed captions.
// POST /dev/cut cuts every connection; POST /dev/mute drops the voice.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { decode, encode } from "@msgpack/msgpack";
import { WebSocketServer } from "ws";
import { courtyard, walkable } from "./scene.mjs";

const port = Number(process.argv[2] ?? 8080);
const folder = process.argv[3];
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self'; img-src 'self' blob: data:; connect-src 'self' blob: data: ws: wss:; object-src 'none'; base-uri 'none'; form-action 'none'";
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".glb": "model/gltf-binary" };
const NUMBERED = new Set(["encountered", "utterance-started", "caption", "speech-chunk", "utterance-ended"]);

const assets = new Map();
function level({ bytes, triangles }) {
  const digest = createHash("sha256").update(bytes).digest("hex");
  assets.set(`/assets/${digest}.glb`, bytes);
  return { url: `/assets/${digest}.glb`, bytes: bytes.length, media_type: "model/gltf-binary", triangles, draco: null };
}

const model = { position: [0, 0, 0], orientation: [0, 0, 0, 1], scale: 1, tiles: null };
const stop = (id, en, it, zh, position) => ({ id, title: { en, it, "zh-Hans": zh }, position, radius: 5, annotation: id });
const courtStops = [
  stop("gate", "The gate", "La porta", "大门", [0, 0, 16]),
  stop("steps", "The steps", "I gradini", "石阶", [0, 0, -4]),
  stop("pillar", "The eastern pillar", "Il pilastro orientale", "东柱", [20, 0, 0]),
];
const site = (id, en, it, zh) => ({
  id,
  title: { en, it, "zh-Hans": zh },
  summary: { en: "A courtyard of boxes, for people who build the page.", it: "Un cortile di scatole, per chi costruisce la pagina.", "zh-Hans": "供页面开发者使用的方块庭院。" },
  languages: ["en", "it", "zh-Hans"],
  place: { latitude: 41.89, longitude: 12.49 },
  rights: { licence: "CC0-1.0", holder: "Nobody", statement: {} },
  scene: {
    id, background: "#bcd4ea", sun: [0.5, 0.6, 0.4],
    entrance: { position: [0, 0, 17], orientation: [0, 0, 0, 1] },
    models: [
      { ...model, id: "court", role: "visible", levels: [1, 2, 3].map((detail) => level(courtyard(detail))) },
      { ...model, id: "ground", role: "walkable", levels: [level(walkable())] },
    ],
  },
  annotations: courtStops.map(({ id, title, position: [x, y, z] }) => ({ id, label: title, position: [x, y + 2, z - 6], radius: 3, part: "" })),
  stops: courtStops,
  tours: [],
});
const sites = [site("court", "The Court of Boxes", "La corte delle scatole", "方块之庭"), site("annexe", "The Annexe", "La dépendance", "偏院")];
if (folder !== undefined) {
  const given = JSON.parse(readFileSync(`${folder}/site.json`, "utf-8"));
  for (const { url } of given.scene.models.flatMap(({ levels }) => levels)) assets.set(url, readFileSync(folder + url));
  sites.unshift(given);
}
const facts = { stone: { text: "The pillars stand nine metres high.", disputed: false, sources: [{ author: "A. Mason", title: "On Boxes", year: 1931, publisher: "Test Press", url: "", locator: "p. 4" }] } };
const LINES = {
  "en": ["You are standing at the edge of the court, where the pillars rise nine metres.", "Each of them was drawn by a program that knew nothing but boxes.", "Walk on, and it will tell you more."],
  "it": ["Sei sul bordo della corte, dove i pilastri si alzano per nove metri.", "Ciascuno è stato disegnato da un programma che conosceva soltanto scatole.", "Prosegui, e ti dirà di più."],
  "zh-Hans": ["您正站在庭院的边缘，这里的柱子高达九米。", "每一根都出自一个只认识方块的程序之手。", "请继续向前走，它会告诉您更多。"],
};

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  response.setHeader("Content-Security-Policy", POLICY);
  if (request.method === "POST" && pathname === "/dev/cut") return cut(response);
  if (request.method === "POST" && pathname === "/dev/mute") return (muted = !muted), response.end();
  const json = (value) => response.setHeader("Content-Type", "application/json").end(JSON.stringify(value));
  if (pathname === "/api/sites") return json({ sites });
  const [, id, rest] = /^\/api\/sites\/([^/]+)(\/facts)?$/.exec(pathname) ?? [];
  if (id !== undefined) return json(rest ? { facts } : sites.find((each) => each.id === id));
  const file = assets.get(pathname) ?? (await readFile(new URL(`../dist${pathname === "/" ? "/index.html" : pathname}`, import.meta.url)).catch(() => null));
  if (file === null) return response.writeHead(404).end();
  response.setHeader("Content-Type", TYPES[extname(pathname) || ".html"] ?? "application/octet-stream").end(file);
});

let muted = false;
const visits = new Map();
const sockets = new WebSocketServer({ server, path: "/visit", handleProtocols: () => "caravanserai.v1" });

function cut(response) {
  for (const socket of sockets.clients) socket.terminate();
  response.end();
}

sockets.on("connection", (socket) => {
  let visit = null;
  socket.on("message", (data) => {
    const [name, fields] = decode(data);
    if (name === "hello") visit = greet(socket, fields);
    else if (name === "heartbeat") socket.send(encode(["heartbeat", fields]));
    else if (visit !== null) take(visit, name, fields);
  });
  socket.on("close", () => visit?.socket === socket && (visit.socket = null));
});

function greet(socket, { resume, received = 0, language, site: place }) {
  const known = visits.get(resume);
  const visit = known ?? { id: `v${visits.size + 1}`, log: [], at: null, count: 0, language, place };
  visits.set(visit.id, visit);
  visit.socket = socket;
  const languages = Object.keys(LINES);
  socket.send(encode(["welcome", { visit: visit.id, resume: visit.id, site: place, scene: "", language: visit.language, languages, voices: [], version: 1, resumed: known !== undefined }]));
  for (const frame of visit.log.slice(received)) socket.send(frame);
  return visit;
}

function take(visit, name, fields) {
  if (name === "language-chosen") visit.language = fields.language;
  if (name === "visitor-asked") tell(visit, "answer");
  if (name === "visitor-reacted" && fields.reaction !== "skip") tell(visit, "narration");
  if (name === "visitor-reacted" && fields.reaction === "skip") stopTelling(visit);
  if (name !== "visitor-moved") return;
  const [x, , z] = fields.position;
  const { stops } = sites.find(({ id }) => id === visit.place) ?? sites[0];
  const near = stops.find(({ position, radius }) => Math.hypot(x - position[0], z - position[2]) < radius);
  if (near === undefined || near.id === visit.at) return;
  visit.at = near.id;
  send(visit, "encountered", { annotation: near.id, stop: near.id, label: near.title[visit.language] });
  tell(visit, "narration");
}

function send(visit, name, fields) {
  const frame = encode([name, fields]);
  if (NUMBERED.has(name)) visit.log.push(frame);
  visit.socket?.send(frame);
}

function stopTelling(visit) {
  clearInterval(visit.timer);
  if (visit.utterance) send(visit, "utterance-ended", { utterance: visit.utterance, reason: "interrupted" });
  visit.utterance = null;
}

/** Hum a tone a caption, two seconds ahead of the ear. */
function tell(visit, kind) {
  stopTelling(visit);
  const utterance = (visit.utterance = `u${++visit.count}`);
  const lines = LINES[visit.language] ?? LINES.en;
  const lengths = lines.map((line) => 1200 + 55 * line.length);
  const voice = muted ? {} : { voice: "hum" };
  send(visit, "utterance-started", { utterance, kind, language: visit.language, origin: "live", ai: kind === "answer", ...voice });
  let [index, chunk, start] = [0, 0, 0];
  const caption = () => send(visit, "caption", { utterance, index, text: lines[index], start_ms: start, end_ms: start + lengths[index], facts: index === 0 ? ["stone"] : [], origin: "approved", ai: kind === "answer" });
  caption();
  const began = Date.now();
  visit.timer = setInterval(() => {
    while (chunk * 100 < Date.now() - began + 2000 && index < lines.length) {
      if (!muted) send(visit, "speech-chunk", { utterance, index: chunk, codec: "pcm_s16le", sample_rate: 24000, data: tone(chunk, 180 + 60 * index), last: false });
      chunk += 1;
      if (chunk * 100 >= start + lengths[index]) {
        start += lengths[index++];
        if (index < lines.length) caption();
      }
    }
    if (index < lines.length || chunk * 100 > Date.now() - began) return;
    clearInterval(visit.timer);
    visit.utterance = null;
    send(visit, "utterance-ended", { utterance, reason: "finished" });
  }, 50);
}

function tone(chunk, pitch) {
  const data = Buffer.alloc(2 * 2400);
  for (let i = 0; i < 2400; i++) {
    const t = chunk * 0.1 + i / 24000;
    data.writeInt16LE(Math.round(7000 * Math.sin(2 * Math.PI * pitch * t) * (0.55 + 0.45 * Math.sin(2 * Math.PI * 3 * t))), 2 * i);
  }
  return data;
}

server.listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}`));
