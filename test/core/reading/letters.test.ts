import { describe, expect, test } from 'vitest'
import { settleLetters } from '../../../src/core/reading/letters.ts'
import { pageFromText } from '../../support/page-from-text.ts'

const settled = (text: string, country: string | null) =>
  settleLetters([{ ...pageFromText(text), source: 'ocr' }], country)[0]?.lines.map((line) => line.text)

describe('letters with marks', () => {
  test.each([
    ['DE', 'Bulgur-Krãuter', 'Bulgur-Kräuter'],
    ['DE', 'Senefelder Straβe 2', 'Senefelder Straße 2'],
    ['DE', 'MÕBEL', 'MÖBEL'],
    ['MY', 'Dîon Realties', 'Dion Realties'],
    ['MY', 'GARDENIA BAKERIES ÈHD', 'GARDENIA BAKERIES EHD'],
    ['MY', 'Totæl', 'Total'],
    ['PL', 'KAWIARNIA ŹRÖDŁO', 'KAWIARNIA ŹRÓDŁO'],
    ['DE', 'CAFĖ', 'CAFÉ'],
    ['RO', 'Şuncă', 'Șuncă'],
    ['TR', 'TİCARET', 'TİCARET'],
    ['CZ', 'TİSK', 'TÍSK'],
    ['VN', 'Tổng cộng', 'Tổng cộng'],
    ['FR', 'Crếmerie', 'Crêmerie'],
    ['NO', 'Sjøkræm', 'Sjøkræm'],
    ['NO', 'Totalbel°p', 'Totalbeløp'],
    ['FR', 'Intermarché ÇA', 'Intermarché ÇA'],
    ['FR', 'CRẺPERIE', 'CRÉPERIE'],
  ])('in %s, %s is %s', (country, read, expected) => {
    expect(settled(read, country)).toEqual([expected])
  })

  test('where no country is known, two lines of one language are believed, a single mark is not', () => {
    expect(settled('Café\nEntrée\nTotal 12', null)).toEqual(['Café', 'Entrée', 'Total 12'])
    expect(settled('Coffeé\nTotal 12', null)).toEqual(['Coffee', 'Total 12'])
  })

  test('what a PDF says is left alone', () => {
    const page = { ...pageFromText('Dîon'), source: 'pdf-text' as const }
    expect(settleLetters([page], 'MY')).toEqual([page])
  })
})
