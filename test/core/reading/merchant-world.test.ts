import { describe, expect, test } from 'vitest'
import { cleanName } from '../../../src/core/reading/merchant-name.ts'
import { readReceipt } from '../../../src/core/reading/read-receipt.ts'
import { pageFromText } from '../../support/page-from-text.ts'

const today = '2026-11-23'
const merchantOf = (text: string) => readReceipt([pageFromText(text)], { today }).merchant

describe('the shop and the company behind it', () => {
  test.each([
    ['Indomaret', '^Indomaret\nPT INDOMARCO PRISMATAMA\nJL. ANCOL I NO.9-10, JAKARTA'],
    ['BAR CENTRALE', '^BAR CENTRALE\ndi Rossi M. & C. snc\nVia Garibaldi 18 - 40124 BOLOGNA'],
    ['JOLLIBEE', '^JOLLIBEE\nSM North EDSA Branch\nZenith Foods Corporation\nQuezon City, Philippines'],
    ['countdown', '^countdown\nPonsonby\n4 Williamson Ave, Grey Lynn'],
    ['Corner Deli', '^Corner Deli\nComercial Lupita S.A. de C.V.\nAv. Juárez 305, Guadalajara'],
    ["Manang's", "^Manang's\nOperated by: MCH Foods Inc.\nErmita, Manila"],
    ['CÀ PHÊ SƯƠNG MAI', 'CÀ PHÊ SƯƠNG MAI\n45 Nguyễn Trãi, Quận 1'],
    ['Wirtshaus zum Hirschen', 'Wirtshaus zum Hirschen\nHirschen Betriebs GmbH\nMarktplatz 3, 96047 Bamberg'],
    ['PASTELERÍA LA ESTRELLA', 'PASTELERÍA LA ESTRELLA\nDulces del Sur S.L.\nC/ Serrano 44, 28001 Madrid'],
    ['The Silver Herring', '^The Silver Herring\nTRADITIONAL FISH & CHIPS\n3 Harbour Rd Whitby'],
    [
      'SUMMIT OUTFITTERS',
      'SUMMIT OUTFITTERS\nOutlets at Cedar Park\n5050 Factory Shops Blvd\nStore 118 Reg 2',
    ],
    ['LE BATEAU IVRE', 'LE BATEAU IVRE\nSARL MARTIN & FILS\n12 rue des Halles 37000 TOURS'],
    ['Магнит', '^Магнит\nООО "Тандер"\nг. Краснодар'],
    ['NORTHERN CROSS RAIL', 'NORTHERN CROSS RAIL\nLEEDS STATION TICKET OFFICE'],
    ['HAXINCONE RESOURCES SDN BHD', '^FamilyMart\nHAXINCONE RESOURCES SDN BHD\nNo 3, Jalan Tun Razak'],
  ])('%s', (merchant, head) => {
    expect(merchantOf(`${head}\nMilk   1.20\nTotal   1.20`)).toBe(merchant)
  })

  test('slogans in quotes and lone quotation marks are left out', () => {
    expect(cleanName('BIEDRONKA "CODZIENNIE NISKIE CENY" 2231')).toBe('BIEDRONKA')
    expect(cleanName('SIA "RIMI LATVIA')).toBe('SIA RIMI LATVIA')
    expect(cleanName('SIA "RIMI LATVIA" Riga')).toBe('SIA "RIMI LATVIA" Riga')
  })
})

describe('a script that cannot be read', () => {
  test('gives no merchant made of look-alike letters', () => {
    const page = pageFromText('^EKAABENITHE\nKHOIZIAE OY\nTAAA   1.89\nEYNONO   1.89\n13/02/2024', {
      warnings: ['script_unsupported'],
    })
    const found = readReceipt([page], { today })
    expect([found.merchant, found.currency, found.notes]).toEqual([null, null, ['script_unsupported']])
  })

  test('keeps a chain that prints its name in Latin letters', () => {
    const page = pageFromText('^STARBUCKS\n201-81-21515\nouollIt T   4,500\nRnllI G   6,500', {
      warnings: ['script_unsupported'],
    })
    expect(readReceipt([page], { today }).merchant).toBe('STARBUCKS')
  })
})

describe('what recognition did to the name', () => {
  test('blanks and letters of a legal form are put right', () => {
    expect(cleanName('PREMIER STATIONERYSDN BHD (123456-V)')).toBe('PREMIER STATIONERY SDN BHD')
    expect(cleanName('WANG HARDWARE SIN BHI')).toBe('WANG HARDWARE SDN BHD')
    expect(cleanName('Lim Trading Sdn Bnd')).toBe('Lim Trading Sdn Bhd')
    expect(cleanName('THE SUN AND HAD')).toBe('THE SUN AND HAD')
  })

  test('a logo does not hide the name in full below it, though its blank is lost', () => {
    expect(
      merchantOf('^Adatum\nAdatumInn\n12 Bay Street, Redmond, WA 98052\nRoom   99.00\nTotal   99.00'),
    ).toBe('AdatumInn')
  })

  test('only letters that look alike make a chain of a name', () => {
    expect(merchantOf('^WALGREEMS\n12 Elm Street\nMilk   1.20\nTotal   1.20')).toBe('Walgreens')
    expect(merchantOf('^AU BON COIN\n35000 RENNES\nMenu   12,00\nTotal   12,00')).toBe('AU BON COIN')
  })

  test('a letter lost from the name of a known company comes back, a shorter form of it stays', () => {
    expect(merchantOf('MR. D.I. (M) SDN BHD\nLot 1\nTape   5.20\nTotal RM   5.20')).toBe(
      'MR. D.I.Y. (M) SDN BHD',
    )
    expect(merchantOf('MR. D.I.Y. SDN BHD\nLot 1\nTape   5.20\nTotal RM   5.20')).toBe('MR. D.I.Y. SDN BHD')
  })
})

describe('a chain whose name is drawn', () => {
  test.each([
    [
      'The Home Depot',
      'How doers\nget more done\n1 Main St\nSALINAS, CA 93907\nScrews   9.97\nTotal   $9.97',
    ],
    ['Lidl', 'Hauptstrasse 1\n33100 Paderborn\nBananen   0,19\nzu zahlen   0,19\nMit Lidl Plus sparen'],
    ['Walgreens', 'ealgree\n1 E 3RD AVE\nSAN MATEO, CA 94401\nGum   1.20\nTOTAL   1.20\nwww.walgreens.com'],
  ])('%s is known by its words', (merchant, text) => {
    expect(merchantOf(text)).toBe(merchant)
  })

  test('is not the name of a shop that has its own company', () => {
    const text = 'HAXIN RESOURCES SDN BHD\nLot 1\nBun   1.20\nTotal RM   1.20\nwww.familymart.com.my'
    expect(merchantOf(text)).toBe('HAXIN RESOURCES SDN BHD')
  })
})

test('what is counted is no branch, and half a country is no legal form', () => {
  expect(merchantOf('CEDAR CROSSING\nPUMP# 6\nFuel   12.00\nTotal   $12.00')).toBe('CEDAR CROSSING')
  expect(
    merchantOf(
      "Harvey Norman\nHarvey Norman M'sia Mall\nElite Marketing SdnBhd (616227-D)\nTelevision   60.00\nTotal RM   60.00",
    ),
  ).toBe('Elite Marketing Sdn Bhd')
})

test('slogans, owners and companies in brackets below a name do not replace it', () => {
  const items = 'Item   12.50\nTotal   12.50'
  expect(
    merchantOf(`PHO SAIGON\nVIETNAMESE CUISINE\n1222 Noriega St\nSan Francisco CA 94122\n${items}`),
  ).toBe('PHO SAIGON')
  expect(merchantOf(`Gasthaus zur Linde\nFam. Huber\nDorfstrasse 8\n83209 Prien\n${items}`)).toBe(
    'Gasthaus zur Linde',
  )
  expect(
    merchantOf(
      `DION PASTRY HOUSE\n(A Division of Dion Food Sdn Bhd)\n12, Jalan SS2/61\n47300 Petaling Jaya\n${items}`,
    ),
  ).toBe('DION PASTRY HOUSE')
})

test('Jin is a name, jin in front of a street a misread jalan', () => {
  const items = 'Item   12.50\nTotal   12.50'
  expect(merchantOf(`PASAR MINI JIN SENG\n12, JIN SETIA\n81100 JOHOR BAHRU\n${items}`)).toBe(
    'PASAR MINI JIN SENG',
  )
})

test('the number of a store goes with the word that introduces it', () => {
  expect(merchantOf('STARBUCKS Store #10208\n11302 Euclid Avenue\nLatte   4.50\nTotal   $4.50')).toBe(
    'STARBUCKS',
  )
  expect(merchantOf('Costco #124\n7095 Marketplace Dr\nFuel   40.00\nTotal   $40.00\nwww.costco.com')).toBe(
    'Costco #124',
  )
})

describe('names over two rows', () => {
  const below = '88, MAIN ROAD\n43000 KAJANG\nMee   5.50\nTotal RM   5.50'
  test.each([
    ['KIM SOON HARDWARE TRADING', 'KIM SOON\nHARDWARE TRADING'],
    ['CITY PARKING MANAGEMENT SDN BHD', 'CITY PARKING\nMANAGEMENT SDN BHD'],
    ['HENG LONG (KLANG) SDN BHD', 'HENG LONG\n(KLANG) SDN BHD (123456-A)'],
    ['KLINIK PERGIGIAN DR LEE', 'KLINIK PERGIGIAN\nDR LEE'],
    ['THE CURRY LEAF', 'THE CURRY\nLEAF\n(SA0011223-M)'],
    ['PERNIAGAAN LIM & SONS', 'CASHBILL\nPERNIAGAAN LIM\n& SONS'],
  ])('%s', (merchant, head) => {
    expect(merchantOf(`${head}\n${below}`)).toBe(merchant)
  })

  test.each([
    ['LEE KEE POULTRY', 'LEE KEE POULTRY CO. REG. NO: 778812-K'],
    ['99 BISTRO', '99 BISTRO\n(JM0288812-T)'],
    ['HAXIN RESOURCES SDN BHD', 'FamilyMart\nHAXIN RESOURCES SDN BHD (123456-A)'],
    ['DION PASTRY HOUSE', 'DION PASTRY HOUSE\n(FORMERLY LEE CAKES)'],
  ])('but not more than the name: %s', (merchant, head) => {
    expect(merchantOf(`${head}\n${below}`)).toBe(merchant)
  })
})
