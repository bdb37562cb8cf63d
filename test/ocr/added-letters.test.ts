import { createRequire } from 'node:module'
import sharp from 'sharp'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { addedLetters, lastLayer } from '../../src/ocr/added-letters.ts'
import {
  knownCharacters,
  type Models,
  openModels,
  readModelFile,
  recognitionFile,
} from '../../src/ocr/models.ts'
import { changeNetwork, readWeights } from '../../src/ocr/onnx-file.ts'
import { cropHeight, recognise, withoutSignsInWords } from '../../src/ocr/recognise.ts'

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

describe('the letters the network was taught', () => {
  let models: Models

  beforeAll(async () => {
    models = await openModels(1)
  })

  it.each([
    'Bäckerei Müller',
    'Königstraße 12',
    'ZURÜCK ÄHNLICH',
    'Crème 4,50',
    '£12.50',
    'Señor 4,75',
    'Blåbær på tallerken',
    'Garçon, café',
  ])('are read: %s', async (text) => {
    const [reading] = await recognise(models.recogniser, [await drawn(text)])
    expect(reading?.text.replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
  })

  it.each(['Backerei Muller', 'TOTAL 12.50', 'SDN BHD (801580-T)', 'Qty 3 x 4.75'])(
    'are not seen where they are not: %s',
    async (text) => {
      const [reading] = await recognise(models.recogniser, [await drawn(text)])
      expect(reading?.text.replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
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

  it('follow the characters the network had', () => {
    expect(models.recogniser.characters).toEqual([...knownCharacters(), ...addedLetters])
    expect(new Set(addedLetters).size).toBe(addedLetters.length)
  })
})

describe('a network file', () => {
  const file = readModelFile(recognitionFile)

  it('gives its constants, by name', () => {
    expect(readWeights(file, lastLayer.matrix).dims).toEqual([120, knownCharacters().length])
    expect(() => readWeights(file, 'no such constant')).toThrow('no such constant')
  })

  it('keeps all else when a constant is changed', () => {
    const bias = readWeights(file, lastLayer.bias)
    const changed = { ...bias, values: bias.values.map((value) => value + 1) }
    const written = changeNetwork(file, [changed], [lastLayer.probabilities])
    expect(Math.abs(written.length - file.length)).toBeLessThan(200)
  })
})
