import { build } from 'esbuild'

await build({
  entryPoints: { 'ocr/worker': 'src/ocr/worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
})
