import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { decodeImage } from '../src/ocr/decode-image.ts'
import { openModels } from '../src/ocr/models.ts'
import type { Pixels } from '../src/ocr/pixels.ts'
import { cropHeight, maximumCropWidth, recognise } from '../src/ocr/recognise.ts'
import { turnUpright } from '../src/ocr/upright.ts'
import { randomOf } from './random.ts'
import { render } from './train-scripts-render.ts'
import { asRead, lineIn, scripts } from './train-scripts-text.ts'

const learnt = [
  ...['DejaVu Sans', 'DejaVu Sans Mono', 'DejaVu Serif', 'DejaVu Sans Condensed', 'Liberation Sans'],
  ...['Liberation Mono', 'Liberation Serif', 'Liberation Sans Narrow', 'Noto Sans', 'Noto Serif'],
  ...['Noto Sans Display', 'Noto Serif Display', 'Roboto', 'Roboto Condensed', 'Roboto Slab', 'Lato'],
  ...['Open Sans', 'Open Sans Condensed', 'Hack', 'IBM 3270', 'IBM 3270 Condensed', 'JetBrains Mono'],
  ...['Terminus (TTF)', 'Arimo', 'Cousine', 'Tinos', 'Agave', 'Anonymous Pro', 'Cantarell', 'Comfortaa'],
  ...[
    'EB Garamond',
    'Fantasque Sans Mono',
    'FreeMono',
    'FreeSerif',
    'Go',
    'Go Mono',
    'Jura',
    'Monoid',
    'Play',
  ],
]

/** Typefaces that only some scripts have, and those kept for the check. */
const ofScript: Record<keyof typeof scripts, { learnt: string[]; held: string[]; currency: string }> = {
  cyrillic: {
    learnt: ['PT Mono', 'PT Sans Narrow', 'PT Serif', 'Linux Biolinum O'],
    held: ['PT Sans', 'FreeSans', 'Fira Code', 'Carlito', 'mononoki', 'Charis SIL'],
    currency: '₽₴€',
  },
  greek: {
    learnt: ['GFS Neohellenic', 'GFS Didot'],
    held: ['FreeSans', 'Fira Code', 'Carlito', 'mononoki', 'Linux Libertine O'],
    currency: '€',
  },
  latin: {
    learnt: ['PT Mono', 'PT Sans Narrow', 'PT Serif', 'Linux Biolinum O'],
    held: ['PT Sans', 'FreeSans', 'Fira Code', 'Carlito', 'mononoki', 'Charis SIL'],
    currency: '€£$',
  },
}

/**
 * Renders lines in a script: `learn` in many typefaces, `held` in others, each as pixels and their texts. Lines of
 * photos, whose text must have no letters of the script's own, are added to `learn`.
 */
export async function renderScript(
  name: keyof typeof scripts,
  lines: number,
  folder: string,
  photos: string[],
): Promise<void> {
  const script = scripts[name]
  const typefaces = ofScript[name]
  if (!script || !typefaces) throw new Error(`The scripts are ${Object.keys(scripts).join(' and ')}.`)
  mkdirSync(folder, { recursive: true })
  const renderAll = async (
    target: string,
    count: number,
    seed: number,
    faces: string[],
    photos: string[] = [],
  ) => {
    const random = randomOf(seed)
    const file = openSync(join(folder, `${target}.raw`), 'w')
    const rows: { width: number; text: string }[] = []
    const add = (crop: Pixels, text: string) => {
      writeSync(file, crop.data)
      rows.push({ width: crop.width, text: asRead(name, text) })
      if (rows.length % 500 === 0) console.error(`${target}: ${rows.length} lines`)
    }
    for (let line = 0; line < count; line++) {
      const text = lineIn(script, typefaces.currency, random)
      add(await render(text, random, faces), text)
    }
    for (const photo of photos) await addPhotos(photo, add)
    closeSync(file)
    writeFileSync(join(folder, `${target}.json`), JSON.stringify(rows))
  }
  await renderAll('held', 600, 77, typefaces.held)
  await renderAll('learn', lines, 5, [...learnt, ...typefaces.learnt], photos)
}

/** Lines read with less confidence may be read wrong. */
const sureLine = 0.97

/** Lines of photos that the recogniser is sure to be without marks: specks must not be learnt as such. */
async function addPhotos(folder: string, add: (crop: Pixels, text: string) => void): Promise<void> {
  const models = await openModels(1)
  for (const file of readdirSync(folder)) {
    const { boxes, crop } = await turnUpright(models, await decodeImage(readFileSync(join(folder, file)), 0))
    const crops = boxes.map((box) => crop(box, cropHeight, maximumCropWidth))
    const readings = await recognise(models.recogniser, crops)
    for (const [index, { text, confidence }] of readings.entries()) {
      const pixels = crops[index]
      if (pixels && confidence > sureLine && /^[ -~]+$/.test(text)) add(pixels, text)
    }
  }
}
