// node deploy/copy-packages.mjs TARGET CPU PACKAGE…: copies installed packages and all they need to TARGET, and
// nothing else of node_modules. Of binaries for several platforms, those for Linux on this CPU stay.
import { cp, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const [target, cpu, ...wanted] = process.argv.slice(2)
const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8'))
const installed = JSON.parse(await readFile('node_modules/.package-lock.json', 'utf8')).packages

/** Where `name` is found from the package at `from`, as Node looks for it: beside it, then further up. */
function locate(name, from) {
  for (let place = from; ; place = dirname(dirname(place))) {
    const path = join(place, 'node_modules', name)
    if (packages[path]) return path
    if (!place.includes('node_modules')) return undefined
  }
}

const needed = new Set()
function add(name, from, optional) {
  const path = locate(name, from)
  if (path === undefined || (optional && !installed[path])) return
  if (!installed[path]) throw new Error(`${path} is not installed`)
  if (needed.has(path)) return
  needed.add(path)
  for (const each of Object.keys(packages[path].dependencies ?? {})) add(each, path, false)
  for (const each of Object.keys(packages[path].optionalDependencies ?? {})) add(each, path, true)
}

for (const name of wanted) add(name, '', false)
for (const path of needed) await cp(path, join(target, path), { recursive: true })

// onnxruntime-node carries the binaries of every platform.
for (const other of ['darwin', 'win32', `linux/${cpu === 'x64' ? 'arm64' : 'x64'}`]) {
  const path = join(target, 'node_modules/onnxruntime-node/bin/napi-v3', other)
  await rm(path, { recursive: true, force: true })
}
