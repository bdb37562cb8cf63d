// Runs a script written in TypeScript, which may import the product's sources.
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Gives the exports of scripts/<name>.ts to `use`; its bundle is there as long as that takes. */
export async function withBundled(name, use) {
  const folder = await mkdtemp(join(root, 'dist', `${name}-`))
  try {
    const outfile = join(folder, `${name}.mjs`)
    const entryPoints = [join(root, 'scripts', `${name}.ts`)]
    await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' })
    await use(await import(pathToFileURL(outfile).href))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
