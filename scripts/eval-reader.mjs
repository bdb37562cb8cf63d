// Scores the reader alone, from recognised text on disk: seconds instead of minutes.
//
//   node scripts/ocr-dump.mjs <receipts folder> <texts folder>
//   node scripts/eval-reader.mjs <receipts folder> <texts folder> [a|b1|b2|a+b1|all] [--ablation] [--simulated=light|heavy] [--misses]
//
// `a` and `b1` are the parts that rules may be written for, `b2` is the one that is only counted; see eval-reader.ts.
import { withBundled } from './import-bundled.mjs'

await withBundled('eval-reader', async ({ evaluateReader }) => {
  const [receipts, texts, part = 'a'] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
  if (!receipts || !texts)
    throw new Error(
      'Usage: eval-reader.mjs <receipts folder> <texts folder> [a|b1|b2|a+b1|all] [--ablation] [--simulated=light|heavy] [--misses]',
    )
  const ablation = process.argv.includes('--ablation')
  const misses = process.argv.includes('--misses')
  const simulated = process.argv.find((argument) => argument.startsWith('--simulated='))?.slice(12) ?? null
  console.log(await evaluateReader({ receipts, texts, part, ablation, simulated, misses }))
})
