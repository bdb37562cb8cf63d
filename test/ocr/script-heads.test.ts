import { createRequire } from 'node:module'
import sharp from 'sharp'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { spellWords } from '../../src/ocr/look-alikes.ts'
import { type Models, openModels } from '../../src/ocr/models.ts'
import { readDocument } from '../../src/ocr/read-document.ts'

vi.setConfig({ testTimeout: 120_000 })

/** A typeface that was not among those the letters were learnt from. */
const fontfile = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
)

const receipts = {
  Russian: [
    'Столовая Прибой',
    'Сочи, Садовая 56',
    'Борщ с говядиной',
    'Котлета с рисом',
    'Итого к оплате 555.00',
    'Кассир Щукина',
  ],
  Ukrainian: [
    'Крамниця Джерело',
    'Полтава, Садова 21',
    'Хліб житній',
    'Олія соняшникова',
    'До сплати 286,80',
    'Дякуємо',
  ],
  Serbian: [
    'Пекара Љубичица',
    'Ниш, Његошева 9',
    'Ћевапи у лепињи',
    'Шопска салата',
    'Укупан износ 1090,00',
    'Касир Ђорђе',
  ],
  Greek: [
    'Ψαροταβέρνα Το Κύμα',
    'Παραλία Κατερίνης',
    'Καλαμαράκια τηγανητά',
    'Χωριάτικη σαλάτα',
    'Σύνολο 41,30',
    'Ευχαριστούμε',
    'ΑΠΟΔΕΙΞΗ ΛΙΑΝΙΚΗΣ',
    'Λεωφόρος Δημοκρατίας 8',
    'Ποσότητα και αξία',
  ],
}
let models: Models

beforeAll(async () => {
  models = await openModels(1)
})

async function read(lines: string[]): Promise<string[]> {
  const ink = await sharp({
    text: { text: lines.join('\n'), fontfile, font: 'Inter 16', dpi: 150, spacing: 30 },
  })
    .negate({ alpha: false })
    .png()
    .toBuffer()
  const bytes = await sharp(ink)
    .extend({ top: 60, bottom: 60, left: 60, right: 60, background: '#fff' })
    .blur(0.5)
    .jpeg()
    .toBuffer()
  const { pages } = await readDocument({ bytes, contentType: 'image/jpeg' }, async () => models)
  return pages.flatMap((page) => page.lines.map(({ text }) => text))
}

describe('scripts the main recogniser does not know', () => {
  it.each(Object.entries(receipts))('are read: %s', async (_, lines) => {
    const plain = (texts: string[]) => texts.join('').toLowerCase().replaceAll(' ', '')
    const seen = plain(await read(lines))
    const wrong = distance(seen, plain(lines))
    expect(wrong, seen).toBeLessThanOrEqual(0.08 * plain(lines).length)
  })

  it('are not seen in Latin words of the same letters', async () => {
    const lines = [
      'BOCKBEER COMPANY',
      'MOXY TAXI PARIS',
      'KEBAB HOUSE',
      'TOTAL 12.50',
      'CASH 20.00',
      'CHANGE 7.50',
    ]
    expect((await read(lines)).join('')).not.toMatch(/[\p{Script=Cyrillic}\p{Script=Greek}]/u)
  })
})

describe('letters that look alike', () => {
  it.each([
    ['VІЅА', 'VISA', 'cyrillic'],
    ['КАССА', 'КАССА', 'cyrillic'],
    ['ПоКУпКУ за', 'ПОКУПКУ за', 'cyrillic'],
    ['МоЛоко', 'Молоко', 'cyrillic'],
    ['И3Н0С', 'ИЗНОС', 'cyrillic'],
    ['РЕСТ0 30 03', 'РЕСТО 30 03', 'cyrillic'],
    ['LΙDL', 'LIDL', 'greek'],
    ['ΣΎνολοσ', 'Σύνολος', 'greek'],
  ] as const)('are told by the rest of their word: %s', (seen, word, script) => {
    expect(spellWords(seen, script)).toBe(word)
  })
})

function distance(one: string, other: string): number {
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [row, left] of [...one].entries()) {
    const line = [row + 1]
    for (const [column, right] of [...other].entries()) {
      const change = (last[column] ?? 0) + (left === right ? 0 : 1)
      line.push(Math.min(change, (last[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1))
    }
    last = line
  }
  return last[other.length] ?? 0
}
