import { describe, expect, it } from 'vitest'
import { isAddress } from '../../../src/core/reading/merchant-words.ts'

describe('a part of an address', () => {
  it.each([
    ...['Hauptstr. 5', 'Poh1weg 110', 'Kirchgasse 12', 'Am Markt 3', 'Unter den Linden 7', 'Marktplatz 5'],
    ...['12 RUE DE LA PAIX', '1RUEDELADURANCE', 'ZAC DES ARCADES', 'C/ Mayor 3', 'Av. Paulista 1578'],
    ...['ul. Długa 5', 'Gedimino pr. 31', 'Slovenska cesta 5', 'Karl Johans gate 12', 'Via Roma 12'],
    ...[
      '東京都中野区中野5-52-11',
      '京都市中京区寺町通三条上ル',
      '서울시 마포구 연남로 14',
      '부산시 부산진구 서면로 22',
    ],
    ...['Jl. Sudirman No. 5', '4455 rue Saint-Denis', '38, avenue Foch'],
  ])('is %s', (text) => expect(isAddress(text)).toBe(true))

  it.each([
    ...['99 Bistro', 'Bar 25', 'Am Abend', 'Zum Löwen', 'Hotel Zur Post', 'Studio 54', 'CC Music'],
    ...['하나로마트 양재점', 'スーパーさくら屋', 'LE PANIER PROVENCAL', 'Route 66 Diner', 'Zac Efron Ltd'],
  ])('is not %s', (text) => expect(isAddress(text)).toBe(false))
})
