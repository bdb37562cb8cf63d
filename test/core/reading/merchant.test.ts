import { describe, expect, test } from 'vitest'
import { cleanName } from '../../../src/core/reading/merchant-name.ts'
import { isAddress } from '../../../src/core/reading/merchant-words.ts'
import { readReceipt } from '../../../src/core/reading/read-receipt.ts'
import { pageFromText } from '../../support/page-from-text.ts'

const merchant = (text: string) => readReceipt([pageFromText(text)], { today: '2026-11-23' }).merchant
const body = '\n24/03/2018 18:10\nPEN   3.00\nTOTAL   3.00'

describe('the merchant', () => {
  test.each([
    [
      'the registered company under a title',
      'TAX INVOICE\nKEDAI BUKU MAJU SDN BHD (123456-X)\nNO 8, JALAN BESAR',
      'KEDAI BUKU MAJU SDN BHD',
    ],
    [
      'not the name a collector wrote above it',
      'tan wei ming\nSUPER STATIONERY SDN. BHD.\nLot 3, Jalan Besar',
      'SUPER STATIONERY SDN. BHD.',
    ],
    [
      'a legal form that wrapped into the next row',
      'GREEN VALLEY RESTAURANTS\nSDN BHD (65351-M)\nLEVEL 6, BANGUNAN TH',
      'GREEN VALLEY RESTAURANTS SDN BHD',
    ],
    [
      'not the customer',
      'PERNIAGAAN ZENG\nNO 59 JALAN PERMAS\nTEL: 07-386 7524\nTAX INVOICE\nBill to: GIANT ENGINEERING SDN BHD',
      'PERNIAGAAN ZENG',
    ],
    ['not a slogan', 'Save money. Live better.\nWalmart\n1200 Elm Street\nDallas, TX 75201', 'Walmart'],
    ['a chain by its branch number', 'SUBWAY#28342-0 Phone 510-555-0188\n3120 TELEGRAPH AVE', 'SUBWAY'],
    [
      'the name that the web address repeats',
      'WUNSCHLOS\nMarktkauf Lehr\nDetmolder Str. 4\n33102 Paderborn\nwww.marktkauf-lehr.de',
      'Marktkauf Lehr',
    ],
    ['a garbled logo of a chain', 'WALGREEMS\n#03296 191 E 3RD AVE\nSAN MATEO, CA 94401', 'Walgreens'],
  ])('%s', (_name, head, expected) => {
    expect(merchant(head + body)).toBe(expected)
  })

  test('the company at the foot, where the head shows none', () => {
    expect(merchant(`Pohlweg 110\n33100 Paderborn${body}\nAldi GmbH & Co. KG, Schloss Holte`)).toBe(
      'Aldi GmbH & Co. KG',
    )
  })

  test('null rather than an address or an item', () => {
    expect(merchant(`Warburger Strasse 130\n33100 Paderborn\nEUR${body}`)).toBeNull()
    expect(merchant('ICED TEA   58,000\nLASAGNA   165,000\nTOTAL   223,000')).toBeNull()
  })
})

test.each([
  ['S.H.H. MOTOR (SUNGAI) SDN. BHD. (801580-T)', 'S.H.H. MOTOR (SUNGAI) SDN. BHD.'],
  ['** WELCOME TO Blue Cafe **', 'Blue Cafe'],
  ['THE STORE SDN EBHD', 'THE STORE SDN BHD'],
  ['SABRINA SRL - P.U. Via OBERDAN', 'SABRINA SRL'],
  ['SABRINA SRL P V Via OBERDAN', 'SABRINA SRL'],
  ['HARDWARE SDN BHD (JALAN IPOH)', 'HARDWARE SDN BHD (JALAN IPOH)'],
  ['PT Kota Makmur', 'PT Kota Makmur'],
  ['Costco #124', 'Costco #124'],
  ['ROSE CONFECTIUNERY SDN BHD', 'ROSE CONFECTIONERY SDN BHD'],
  ['NORTH MOTOR (SUNGAI) SN BHD.', 'NORTH MOTOR (SUNGAI) SDN BHD.'],
  ['Alam Restaurants Sdn Bd', 'Alam Restaurants Sdn Bhd'],
  ['F1ying Horse', 'Flying Horse'],
  ['LOTUS BAKERlES', 'LOTUS BAKERIES'],
  ['RIVER SEAF0OD', 'RIVER SEAFOOD'],
  ['Studio 101', 'Studio 101'],
  ['B2B SUPPLIES', 'B2B SUPPLIES'],
  ['MODERN STATIONERS', 'MODERN STATIONERS'],
  ['HARBOUR MARKETS', 'HARBOUR MARKETS'],
])('%s as a name', (text, name) => {
  expect(cleanName(text).replace(/^\*+ ?/, '')).toBe(name)
})

test.each([
  ['NO.19 & 21, JALAN TEMENGGUNG', true],
  ['12 Mill Lane, York YO1 7HU', true],
  ['Hauptstr. 14', true],
  ['SAN MATEO, CA 94401', true],
  ['TONYMOLY VIVA CITY', false],
  ['High Street Kitchen', false],
  ['Road House Grill', false],
])('%s is an address: %s', (text, expected) => {
  expect(isAddress(text)).toBe(expected)
})
