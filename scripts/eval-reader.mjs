// Scores the reader alone, from recognised text on disk: seconds instead of minutes.
//
//   node scripts/ocr-dump.mjs <receipts folder> <texts folder>
//   node scripts/eval-reader.mjs <receipts folder> <texts folder> [a|b1|b2|a+b1|all] [--ablation] [--simulated=light|heavy] [--misses]
//
// `a` and `b1` are the parts that rules may be written for, `b2` is the one that is only counted; see eval-reader.ts.
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = await mkdtemp(join(root, 'dist', 'eval-reader-'))
try {
  const outfile = join(folder, 'eval-reader.mjs')
  const entryPoints = [join(root, 'scripts', 'eval-reader.ts')]
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' })
  const { evaluateReader } = await import(pathToFileURL(outfile).href)
  const [receipts, texts, part = 'a'] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
  if (!receipts || !texts)
    throw new Error(
      'Usage: eval-reader.mjs <receipts folder> <texts folder> [a|b1|b2|a+b1|all] [--ablation] [--simulated=light|heavy] [--misses]',
    )
  const ablation = process.argv.includes('--ablation')
  const misses = process.argv.includes('--misses')
  const simulated = process.argv.find((argument) => argument.startsWith('--simulated='))?.slice(12) ?? null
  console.log(await evaluateReader({ receipts, texts, part, ablation, simulated, misses }))
} finally {
  await rm(folder, { recursive: true })
}
