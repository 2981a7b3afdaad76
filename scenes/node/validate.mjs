// Khronos' glTF-Validator over many files: a request on standard input, one line of JSON with the issues for each.
// {"files": ["/a/model.glb", ...], "bytes": most bytes of a file, "issues": most issues of a file}
import { constants, promises as fs } from 'node:fs'
import path from 'node:path'
import { validateBytes } from 'gltf-validator'

const SCHEME = /^[a-z][a-z0-9+.-]*:/i

async function input() {
  const parts = []
  for await (const part of process.stdin) parts.push(part)
  return JSON.parse(Buffer.concat(parts).toString('utf8'))
}

// A regular file of at most `left.bytes`, links not followed.
async function read(file, left) {
  const handle = await fs.open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const facts = await handle.stat()
    if (!facts.isFile()) throw new Error('not a plain file')
    if (facts.size > left.bytes) {
      left.over = true
      throw new Error('too large')
    }
    left.bytes -= facts.size
    return new Uint8Array(await handle.readFile())
  } finally {
    await handle.close()
  }
}

// Only what lies in the model's own folder or below it, with no link on the way.
async function beside(folder, uri, left) {
  const name = decodeURIComponent(uri)
  if (SCHEME.test(name) || name.includes('\\') || name.includes('\0')) throw new Error('outside the folder')
  const file = path.resolve(folder, name)
  const inside = path.relative(folder, file)
  if (!inside || inside.startsWith('..') || path.isAbsolute(inside)) throw new Error('outside the folder')
  const real = await fs.realpath(file).catch(() => {
    throw `Resource not found (${uri}).`
  })
  if (real !== path.join(await fs.realpath(folder), inside)) throw new Error('outside the folder')
  return read(real, left)
}

async function issues(file, bytes, most) {
  const left = { bytes, over: false }
  const folder = path.dirname(file)
  const data = await read(await fs.realpath(file), left)
  const report = await validateBytes(data, {
    uri: path.basename(file),
    format: file.toLowerCase().endsWith('.glb') ? 'glb' : 'gltf',
    maxIssues: most,
    writeTimestamp: false,
    externalResourceFunction: (uri) => beside(folder, uri, left),
  })
  if (!left.over) return report.issues.messages
  const known = report.issues.messages.filter(({ code }) => code !== 'IO_ERROR')
  return [...known, { code: 'VALIDATOR_TOO_LARGE', message: 'Files of the model are too large for the validator.', severity: 1 }]
}

const request = await input()
for (const file of request.files) {
  const found = await issues(file, request.bytes, request.issues).catch((reason) => [
    { code: 'VALIDATOR_FAILED', message: String(reason?.message ?? reason).slice(0, 300), severity: 0 },
  ])
  process.stdout.write(JSON.stringify(found.map(({ code, message, severity, pointer }) => ({ code, message, severity, pointer }))) + '\n')
}
