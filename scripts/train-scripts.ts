import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { randomOf } from './random.ts'
import { render } from './train-letters.ts'
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
}

/** Renders lines in a script: `learn` in many typefaces, `held` in others, each as pixels and their texts. */
export async function renderScript(name: keyof typeof scripts, lines: number, folder: string): Promise<void> {
  const script = scripts[name]
  const typefaces = ofScript[name]
  if (!script || !typefaces) throw new Error(`The scripts are ${Object.keys(scripts).join(' and ')}.`)
  mkdirSync(folder, { recursive: true })
  const renderAll = async (target: string, count: number, seed: number, faces: string[]) => {
    const random = randomOf(seed)
    const file = openSync(join(folder, `${target}.raw`), 'w')
    const rows: { width: number; text: string }[] = []
    for (let line = 0; line < count; line++) {
      const text = lineIn(script, typefaces.currency, random)
      const crop = await render(text, random, faces)
      writeSync(file, crop.data)
      rows.push({ width: crop.width, text: asRead(name, text) })
      if (line % 500 === 0) console.error(`${target}: ${line} lines`)
    }
    closeSync(file)
    writeFileSync(join(folder, `${target}.json`), JSON.stringify(rows))
  }
  await renderAll('held', 600, 77, typefaces.held)
  await renderAll('learn', lines, 5, [...learnt, ...typefaces.learnt])
}
