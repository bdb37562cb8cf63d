import { createRequire } from 'node:module'
import sharp from 'sharp'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { settleLetters } from '../../src/core/reading/letters.ts'
import { addMarks, marksOf, type SeenLetter, type SeenSteps } from '../../src/ocr/marks.ts'
import { type Models, openModels } from '../../src/ocr/models.ts'
import { cropHeight, recognise, withoutSignsInWords } from '../../src/ocr/recognise.ts'
import { pageFromText } from '../support/page-from-text.ts'

vi.setConfig({ testTimeout: 120_000 })

/** A typeface that was not among those the letters were learnt from. */
const fontfile = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
)

async function drawn(text: string) {
  const ink = await sharp({ text: { text, fontfile, font: 'Inter 24', dpi: 110 } })
    .negate({ alpha: false })
    .png()
    .toBuffer()
  const { data, info } = await sharp(ink)
    .extend({ top: 6, bottom: 6, left: 10, right: 10, background: '#fff' })
    .resize({ height: cropHeight })
    .blur(0.5)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

describe('marks on letters', () => {
  let models: Models

  beforeAll(async () => {
    models = await openModels(1)
  })

  /** As the reader has it, in a country. */
  async function readIn(country: string, text: string) {
    const [reading] = await recognise(models.recogniser, [await drawn(text)])
    const page = { ...pageFromText(reading?.text ?? ''), source: 'ocr' as const }
    return settleLetters([page], country)[0]?.lines[0]?.text.replaceAll(' ', '')
  }

  it.each([
    ['DE', 'Königstraße 12'],
    ['DE', 'BÄCKEREI'],
    ['FR', 'Crème 4,50'],
    ['GB', '£12.50'],
    ['ES', 'Señor 4,75'],
    ['DK', 'KØBMAND SØRENSEN'],
    ['PT', 'Garçon, café'],
    ['PL', 'Źródło ŻABKA'],
    ['CZ', 'Řeznictví Praha'],
    ['HU', 'VENDÉGLŐ Gyümölcs'],
    ['TR', 'ŞEKER Köfte'],
    ['VN', 'Bánh mì Phở Tổng'],
  ])('are read in %s: %s', async (country, text) => {
    expect(await readIn(country, text)).toBe(text.replaceAll(' ', ''))
  })

  it.each(['Backerei Muller', 'TOTAL 12.50', 'SDN BHD (801580-T)', 'Qty 3 x 4.75'])(
    'are not seen where there are none: %s',
    async (text) => {
      expect(await readIn('MY', text)).toBe(text.replaceAll(' ', ''))
    },
  )

  it('are no currency where none is printed', async () => {
    for (const text of ['2 pc @ 6.90', 'RM @ 0.86', 'E. O. E.']) {
      const [reading] = await recognise(models.recogniser, [await drawn(text)])
      expect(reading?.text).not.toMatch(/[€£]/)
    }
  })

  it.each([
    ['Jalan £elabur', 'Jalan Eelabur'],
    ['TOTAL€', 'TOTALE'],
    ['4,50€A', '4,50€A'],
    ['£ 12.50', '£ 12.50'],
    ['SUMME € 3,20', 'SUMME € 3,20'],
  ])('are no signs within words: %s', (text, expected) => {
    expect(withoutSignsInWords(text)).toBe(expected)
  })
})

describe('adding the marks one network sees to the letters of another', () => {
  const characters = ['', ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789äöüßÄÖÜØæé']
  const marks = marksOf(characters)
  const letters = (text: string): SeenLetter[] =>
    [...text].map((letter, index) => ({ text: letter, position: 24 * index + 4, probability: 0.9 }))
  /** Three steps of eight columns a letter; the first shows the letter, the others nothing. */
  const seen = (text: string, probability = 0.9): SeenSteps => {
    const probabilities = new Float32Array(3 * text.length * characters.length)
    for (const [index, letter] of [...text].entries()) {
      probabilities[3 * index * characters.length + characters.indexOf(letter)] = probability
    }
    return { probabilities, stepWidth: 8, marks }
  }
  const added = (own: SeenLetter[], steps: SeenSteps) =>
    addMarks(own, steps)
      .map(({ text }) => text)
      .join('')

  it.each([
    ['Kase', 'Käse', 'Käse'],
    ['StraBe', 'Straße', 'Straße'],
    ['Kase', 'Höse', 'Kase'],
    ['M0BEL', 'MÖBEL', 'MÖBEL'],
    ['A100', 'A1Ö0', 'A100'],
    ['480', '48Ø', '480'],
  ])('%s and %s are %s', (own, marked, expected) => {
    expect(added(letters(own), seen(marked))).toBe(expected)
  })

  it('believes a mark that is likelier than none, and no other', () => {
    expect(added(letters('Kase'), seen('Käse', 0.3))).toBe('Käse')
    expect(added(letters('Kase'), seen('Käse', 0.2))).toBe('Kase')
    const both = seen('Käse', 0.5)
    both.probabilities[3 * characters.length + characters.indexOf('a')] = 0.4
    expect(added(letters('Kase'), both)).toBe('Kase')
  })

  it('puts a letter that is seen for certain where there is none, in words only', () => {
    const all = letters('Bxr')
    const gap = [all[0], all[2]].filter((letter) => letter !== undefined)
    expect(added(gap, seen('Bær'))).toBe('Bær')
    expect(added(gap, seen('Bær', 0.7))).toBe('Br')
    const chinese = gap.map((letter) => ({ ...letter, text: '居' }))
    expect(added(chinese, seen('Bær'))).toBe('居居')
  })
})
