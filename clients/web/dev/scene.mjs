// A courtyard of boxes as GLB, in as many levels of detail as wanted: something to walk in while no site has been built.

/** Two triangles a face; `box` is [x, y, z, width, height, depth] with y at its foot, `colour` linear RGB. */
function faces([x, y, z, w, h, d]) {
  const [x0, x1, y0, y1, z0, z1] = [x - w / 2, x + w / 2, y, y + h, z - d / 2, z + d / 2];
  return [
    [[0, 1, 0], [x0, y1, z1], [x1, y1, z1], [x1, y1, z0], [x0, y1, z0]],
    [[0, 0, 1], [x0, y0, z1], [x1, y0, z1], [x1, y1, z1], [x0, y1, z1]],
    [[0, 0, -1], [x1, y0, z0], [x0, y0, z0], [x0, y1, z0], [x1, y1, z0]],
    [[1, 0, 0], [x1, y0, z1], [x1, y0, z0], [x1, y1, z0], [x1, y1, z1]],
    [[-1, 0, 0], [x0, y0, z0], [x0, y0, z1], [x0, y1, z1], [x0, y1, z0]],
  ];
}

/** Write boxes with their colours as one GLB. */
export function glb(boxes) {
  const [positions, normals, colours, indices] = [[], [], [], []];
  for (const { box, colour } of boxes) {
    for (const [normal, ...corners] of faces(box)) {
      const first = positions.length / 3;
      for (const corner of corners) {
        positions.push(...corner);
        normals.push(...normal);
        colours.push(...colour);
      }
      indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
    }
  }
  const parts = [Float32Array.from(positions), Float32Array.from(normals), Float32Array.from(colours), Uint32Array.from(indices)];
  const buffers = parts.map((part) => Buffer.from(part.buffer));
  const count = positions.length / 3;
  const axis = (k) => positions.filter((_, i) => i % 3 === k);
  let offset = 0;
  const bufferViews = buffers.map((part) => ({ buffer: 0, byteOffset: (offset += part.length) - part.length, byteLength: part.length }));
  const vector = (bufferView, extra = {}) => ({ bufferView, componentType: 5126, count, type: "VEC3", ...extra });
  const document = {
    asset: { version: "2.0" },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, name: "courtyard" }],
    materials: [{ pbrMetallicRoughness: { metallicFactor: 0, roughnessFactor: 0.9 } }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, NORMAL: 1, COLOR_0: 2 }, indices: 3, material: 0 }] }],
    accessors: [
      vector(0, { min: [0, 1, 2].map((k) => Math.min(...axis(k))), max: [0, 1, 2].map((k) => Math.max(...axis(k))) }),
      vector(1),
      vector(2),
      { bufferView: 3, componentType: 5125, count: indices.length, type: "SCALAR" },
    ],
    bufferViews,
    buffers: [{ byteLength: offset }],
  };
  return { bytes: container(Buffer.from(JSON.stringify(document)), Buffer.concat(buffers)), triangles: indices.length / 3 };
}

function container(text, binary) {
  const json = Buffer.concat([text, Buffer.alloc((4 - (text.length % 4)) % 4, " ")]);
  const header = (length, kind) => Buffer.concat([u32(length), Buffer.from(kind, "latin1")]);
  const body = Buffer.concat([header(json.length, "JSON"), json, header(binary.length, "BIN\0"), binary]);
  return Buffer.concat([Buffer.from("glTF"), u32(2), u32(12 + body.length), body]);
}

function u32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const STONE = [0.72, 0.6, 0.42];
const BRICK = [0.5, 0.26, 0.16];

/** A ring of pillars under a cornice round a paved court; `detail` 1 to 3. */
export function courtyard(detail) {
  const boxes = [{ box: [0, -0.5, 0, 120, 0.5, 120], colour: [0.46, 0.38, 0.27] }];
  const count = 16 * detail;
  for (let i = 0; i < count; i++) {
    const angle = (2 * Math.PI * i) / count;
    const [x, z] = [26 * Math.cos(angle), 22 * Math.sin(angle)];
    boxes.push({ box: [x, 0, z, 1.6, 9, 1.6], colour: i % 2 ? STONE : BRICK });
    boxes.push({ box: [x, 9, z, 4.5, 1.2, 4.5], colour: STONE });
    if (detail > 1) boxes.push({ box: [x, 10.2, z, 1.4, 5, 1.4], colour: STONE });
  }
  for (let step = 0; step < 6; step++) boxes.push({ box: [0, 0, -8 - step, 8, 0.3 * (step + 1), 1], colour: BRICK });
  return glb(boxes);
}

export const walkable = () =>
  glb([
    { box: [0, -0.5, 0, 48, 0.5, 40], colour: STONE },
    ...Array.from({ length: 6 }, (_, step) => ({ box: [0, 0, -8 - step, 8, 0.3 * (step + 1), 1], colour: STONE })),
  ]);
