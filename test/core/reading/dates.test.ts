import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toIso } from '../../../src/core/reading/calendar.ts'
import { findDates, findTime } from '../../../src/core/reading/dates.ts'
import { readReceipt } from '../../../src/core/reading/read-receipt.ts'
import { pageFromText } from '../../support/page-from-text.ts'

const today = '2026-11-23'
const readings = (text: string) =>
  findDates(text, today).map((d) => [...new Set(d.readings.map((r) => toIso(r.date)))])

describe('dates in a text', () => {
  test.each([
    ['2018-03-25', ['2018-03-25']],
    ['25/03/2018 10:23', ['2018-03-25']],
    ['25/03/201810:23', ['2018-03-25']],
    ['25.03.18', ['2018-03-25', '2025-03-18']],
    ['04/05/2018', ['2018-05-04', '2018-04-05']],
    ['12 March 2018', ['2018-03-12']],
    ['12-MAR-18', ['2018-03-12']],
    ['04 Nov 202314:22', ['2023-11-04']],
    ['PlacedJanuary21,2025', ['2025-01-21']],
    ['12MAR2018', ['2018-03-12']],
    ['Mar 12, 2018', ['2018-03-12']],
    ["Mar 12 '18", ['2018-03-12']],
    ['MAR-12-18', ['2018-03-12']],
    ['12. März 2020', ['2020-03-12']],
    ['le 3 février 2024', ['2024-02-03']],
    ['12 de marzo de 2020', ['2020-03-12']],
    ['15 sierpnia 2023', ['2023-08-15']],
    ['2020年9月21日', ['2020-09-21']],
    ['令和6年3月2日', ['2024-03-02']],
    ['R6.3.2', ['2024-03-02']],
    ['民國112年5月1日', ['2023-05-01']],
    ['12/07/2567', ['2024-07-12', '2024-12-07']],
    ['20180325', ['2018-03-25']],
    ['2024.03.08.', ['2024-03-08']],
    ['l2/O3/2O18', ['2018-03-12', '2018-12-03']],
    ['19:32 12-6-2023', ['2023-06-12', '2023-12-06']],
  ])('%s', (text, expected) => {
    expect(readings(text)).toEqual([expected])
  })

  test.each([
    'Tel 03-7880 5750',
    '31/02/2018',
    'UH32 - 10/150',
    '14:08 2007',
    '192.168.10.20',
    'v1.2.3',
    '12/144',
    '1.234,50',
    '1 EA DRILL BIT SET 12.00',
    'SET 24,50',
  ])('no date in %s', (text) => {
    expect(readings(text)).toEqual([])
  })

  test('a date in any of these forms is found again', () => {
    const day = fc.date({ min: new Date('2005-01-01'), max: new Date('2026-11-23'), noInvalidDate: true })
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10)
        const [y = '', m = '', d = ''] = iso.split('-')
        const month = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[Number(m) - 1]
        for (const text of [
          iso,
          `${d}/${m}/${y}`,
          `${d}.${m}.${y.slice(2)}`,
          `${d} ${month} ${y}`,
          `${y}年${m}月${d}日`,
        ]) {
          expect(readings(text)[0]).toContain(iso)
        }
      }),
    )
  })
})

describe('times', () => {
  test.each([
    ['18:42', '18:42'],
    ['7:36:11 PM', '19:36'],
    ['12:05 AM', '00:05'],
    ['17h05', null],
    ['9.30pm', '21:30'],
    ['25/03/2018', null],
  ])('%s', (text, expected) => {
    expect(findTime(text)).toBe(expected)
  })
})

describe('the order of day and month', () => {
  const read = (text: string, homeCountry?: string) =>
    readReceipt([pageFromText(text)], homeCountry ? { today, homeCountry } : { today })

  test('another date on the receipt settles it', () => {
    expect(read('SHOP\n04/05/2018\nMember since 25/12/2010\nTotal 5.00')).toMatchObject({
      purchaseDate: '2018-05-04',
      purchaseDateAlternative: null,
    })
  })

  test('a weekday settles it', () => {
    // 5 April 2018 was a Thursday, 4 May a Friday.
    expect(read('SHOP\nThu 04/05/2018\nTotal 5.00')).toMatchObject({
      purchaseDate: '2018-04-05',
      purchaseDateAlternative: null,
    })
    expect(read('SHOP\nFri 04/05/2018\nTotal 5.00')).toMatchObject({
      purchaseDate: '2018-05-04',
      purchaseDateAlternative: null,
    })
  })

  test('the country settles it', () => {
    expect(read('SHOP SDN BHD\n04/05/2018\nTotal RM 5.00').purchaseDate).toBe('2018-05-04')
    expect(read('SHOP\nDenver, CO 80202\n04/05/2018\nTotal $5.00').purchaseDate).toBe('2018-04-05')
  })

  test('the home country settles it where the receipt does not, and the receipt wins over it', () => {
    expect(read('SHOP\n04/05/2018\nTotal 5.00', 'DE').purchaseDate).toBe('2018-05-04')
    expect(read('SHOP SDN BHD\n04/05/2018\nTotal RM 5.00', 'US').purchaseDate).toBe('2018-05-04')
  })

  test('a reading in the future is none', () => {
    expect(read('SHOP\n05/12/2026\nTotal 5.00')).toMatchObject({
      purchaseDate: '2026-05-12',
      purchaseDateAlternative: null,
    })
  })

  test('expiry dates and promotions are not the purchase', () => {
    const text =
      'SHOP SDN BHD\nDate 14/01/2018 16:02\nTotal RM 5.00\nValid until 20/03/2018\nPROMO 24/11/2017 - 04/03/2018'
    expect(read(text).purchaseDate).toBe('2018-01-14')
  })

  test('a period in words, a telephone number and a lone digit in front are not the purchase', () => {
    expect(
      read('SHOP SDN BHD\nTotal RM 5.00\n14/01/2018\nCONTEST 24 NOVEMBER 2017 - 4 MARCH 2018').purchaseDate,
    ).toBe('2018-01-14')
    expect(read('SHOP SDN BHD\nTel : +6 03 2020 6386\nTotal RM 5.00').purchaseDate).toBeNull()
    expect(
      read('SHOP\nDenver, CO 80202\n00060 42493 1 1/14/24 05:17 PM\nTotal $5.00\n1843 11/14/24 05:17 PM')
        .purchaseDate,
    ).toBe('2024-11-14')
  })
})

test('what is glued to a date is cut off', () => {
  expect(readings('#001-001-0934-000105/01/2018 13:30')).toEqual([['2018-01-05', '2018-05-01']])
  expect(readings('05/17/2024601367548')).toEqual([['2024-05-17']])
  expect(readings('Datum 19.05.2016:12 Uhr')).toEqual([['2020-05-19', '2019-05-20']])
})

test('who leaves pays: the exit of a car park, not the entry', () => {
  const text = 'ALDER STREET GARAGE\nEntry 08/29/24 18:22\nExit 08/30/24 09:05\nParking Fee $24.00'
  expect(readReceipt([pageFromText(text)], { today }).purchaseDate).toBe('2024-08-30')
})

describe('dates that are not of the purchase', () => {
  test.each([
    [
      'a balance of the day before',
      'Member balance as of 20 May 2025 £3.18\n21/05/25 18:44  1147 0882',
      '2025-05-21',
    ],
    ['points of the day before', '12.02.25 10:15\nPunktesaldo per 11.02.2025   1188', '2025-02-12'],
    ['what is returned', '01/14/2025 03:15 PM\nOrig Store 118 Orig Date 12/22/2024', '2025-01-14'],
    ['the drive into a car park', 'IN:  03-29-25 09:11P\nOUT: 03-30-25 08:47A', '2025-03-30'],
    [
      'the permit of the till',
      '05-26-2024 SUN 14:05\nDate Issued: 10/22/2018\nValid Until: 10/22/2023',
      '2024-05-26',
    ],
    ['the journey', 'Gültig: 05.12.2024\nVerkauft am 02.12.2024 08:11', '2024-12-02'],
  ])('%s', (_name, rows, expected) => {
    expect(readReceipt([pageFromText(`\nCorner Shop\n${rows}\nTotal   1.20`)], { today }).purchaseDate).toBe(
      expected,
    )
  })
})
