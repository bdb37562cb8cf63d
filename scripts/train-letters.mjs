// Teaches the recogniser's last layer the letters of Western European languages, € and £: renders lines of text with
// the typefaces of this machine, and finds the weights by which the network's features tell the letters. The result
// is src/ocr/added-letters.json, found with 5000 lines and, going on from there, 800 others; there the biases of
// è ê ç à â å were then lowered by 1.5, for specks on photos look like their marks. Needs the Debian packages
// fonts-dejavu, fonts-liberation, fonts-lato, fonts-noto-core, fonts-roboto and fonts-inconsolata.
//
//   node scripts/train-letters.mjs <target.json> <lines> [--from=weights.json] [folder of photos without marks ...]
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = await mkdtemp(join(root, 'dist', 'train-letters-'))
try {
  const outfile = join(folder, 'train-letters.mjs')
  const entryPoints = [join(root, 'scripts', 'train-letters.ts')]
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' })
  const { trainLetters } = await import(pathToFileURL(outfile).href)
  const isOption = (argument) => argument.startsWith('--from=')
  const [target, lines, ...plain] = process.argv.slice(2).filter((argument) => !isOption(argument))
  const from = process.argv.find(isOption)?.slice('--from='.length)
  if (!target || !Number(lines))
    throw new Error('Usage: train-letters.mjs <target.json> <lines> [--from=weights.json] [photos ...]')
  await trainLetters({ target, lines: Number(lines), plain, ...(from ? { from } : {}) })
} finally {
  await rm(folder, { recursive: true, force: true })
}
