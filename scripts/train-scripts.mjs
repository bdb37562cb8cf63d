// Renders lines of receipts in letters the recogniser was not made for, Cyrillic, Greek or Latin with marks, with the
// typefaces of this machine, for train-scripts.py to learn from. Of photos, whose text must have no such letters, the
// lines that are read with certainty are added, so that specks are not learnt as marks. Needs the Debian packages
// fonts-dejavu, fonts-liberation, fonts-lato, fonts-noto-core, fonts-roboto, fonts-roboto-slab, fonts-open-sans,
// fonts-hack, fonts-3270, fonts-jetbrains-mono, fonts-terminus, fonts-croscore, fonts-agave, fonts-anonymous-pro,
// fonts-cantarell, fonts-comfortaa, fonts-ebgaramond, fonts-fantasque-sans, fonts-freefont-ttf, fonts-go, fonts-jura,
// fonts-monoid, fonts-play, fonts-paratype, fonts-linuxlibertine, fonts-gfs-neohellenic, fonts-gfs-didot, and for the
// check fonts-firacode, fonts-crosextra-carlito, fonts-mononoki and fonts-sil-charis.
//
//   node scripts/train-scripts.mjs cyrillic 7000 <folder>
//   python3 scripts/train-scripts.py <folder> src/ocr/head-cyrillic.json
//
//   node scripts/train-scripts.mjs latin 14000 <folder> [folder of photos ...]
//   python3 scripts/train-scripts.py <folder> src/ocr/head-latin.json 64 192
import { withBundled } from './import-bundled.mjs'

await withBundled('train-scripts', async ({ renderScript }) => {
  const [script, lines, folder, ...photos] = process.argv.slice(2)
  if (!script || !Number(lines) || !folder)
    throw new Error('Usage: train-scripts.mjs <cyrillic|greek|latin> <lines> <folder> [folder of photos ...]')
  await renderScript(script, Number(lines), folder, photos)
})
