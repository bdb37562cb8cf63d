import { describe, expect, test } from 'vitest'
import { reviewThresholds } from '../../../src/core/reading/confidence.ts'
import { evidenceOf, readParts, readReceipt } from '../../../src/core/reading/read-receipt.ts'
import { pageFromText } from '../../support/page-from-text.ts'

const today = '2026-11-23'
const read = (text: string) => readReceipt([pageFromText(text)], { today })

describe('the total', () => {
  test('is what was to be paid after rounding', () => {
    const found = read(
      'SHOP SDN BHD\nPENS   25.44\nTotal   25.44\nRounding   0.01\nAmount To Be Paid   25.45\nCash   25.50\nChange   0.05',
    )
    expect(found).toMatchObject({ total: '25.45', rounding: '0.01', changeGiven: '0.05' })
  })

  test('is not the cash handed over, the count, the savings or the points', () => {
    const found = read(
      'SHOP\nMilk   3.00\nBread   4.50\nTOTAL ITEMS   2\nTOTAL SAVINGS   9.90\nTOTAL   7.50\nCASH   20.00\nCHANGE   12.50\nTOTAL POINTS   99.00',
    )
    expect(found.total).toBe('7.50')
  })

  test('is not what the card was charged with cash back', () => {
    const found = read(
      'SHOP\nMilk   14.38\nHose   25.00\nSUBTOTAL   39.38\nTAX   1.86\nTOTAL   41.24\nDEBIT TEND   61.24\nCASH BACK   20.00\n61.24 TOTAL PURCHASE',
    )
    expect(found.total).toBe('41.24')
  })

  test('is what was charged with the tip that the receipt adds', () => {
    const found = read(
      'TAQUERIA\nTacos   132.00\nCerveza   239.00\nTOTAL   371.00\nPROPINA   43.00\nTOTAL CON PROPINA   $414.00\nT. CREDITO   $414.00',
    )
    expect(found).toMatchObject({ total: '414.00', tip: '43.00' })
  })

  test('is nothing where a reward paid for all of it, but not the balance that is left after paying', () => {
    expect(
      read('SHOP\nBirthday Cup   7.35\nBirthday reward   -7.35\nSubtotal   $0.00\nTax   $0.00\nTotal   $0.00')
        .total,
    ).toBe('0.00')
    expect(
      read('SHOP\nCup   7.35\nReward   -1.00\nTotal   6.35\nVisa   6.35\nBalance due   0.00').total,
    ).toBe('6.35')
  })

  test('is read behind the sign that recognition makes of the naira', () => {
    expect(read('SHOP\nLagos\nMilk   6,900.00\nRice   11,750.00\nTOTAL   #18,650.00').total).toBe('18650.00')
  })

  test('is not a part of it at one tax rate', () => {
    const found = read(
      'SHOP\nTotal 0% supplies   22.99\nTotal 6% supplies (inc. GST)   16.79\nTotal Payable   39.78',
    )
    expect(found.total).toBe('39.78')
  })

  test('several pairs stand in one row', () => {
    const found = read('SHOP\nBun   3.05\nQTY: 3  ROUNDING   0.02\nTOTAL SAVING: 0.00   TOTAL   3.05')
    expect(found.total).toBe('3.05')
  })

  test('a lost decimal point is put back where sums bear it out, and only there', () => {
    expect(read('SHOP\nTea   4.20\nCoffee   8.95\nTOTAL   13 15\nCASH   20.00\nCHANGE   6.85').total).toBe(
      '13.15',
    )
    expect(read('SHOP\nTea   4.20\nTOTAL   9915\nThank you').total).not.toBe('99.15')
  })

  test('is worked out where it cannot be read and cash and change show it, and then is to be looked at', () => {
    const found = read('SHOP\nTea   13.15\nTOTAL   #\nCASH   20.00\nCHANGE   6.85')
    expect(found.total).toBe('13.15')
    const lost = read('SHOP\nTea   4.20\nTOTAL   .\nCASH   20.00\nCHANGE   6.85')
    expect(lost.total).toBe('13.15')
    expect(lost.confidence.total).toBeLessThan(reviewThresholds.total)
    expect(read('SHOP\nTea   4.20\nTOTAL   .\nCASH   20.00').total).not.toBe('20.00')
  })

  test('one digit is put right where two kinds of sums agree, and then it is to be looked at', () => {
    const text = 'SHOP\nTea   4.20\nCoffee   8.95\nTOTAL   18.15\nCASH   20.00\nCHANGE   6.85'
    expect(read(text).total).toBe('13.15')
    expect(read(text).confidence.total).toBeLessThan(reviewThresholds.total)
    // A digit that looks nothing like the other is left alone.
    expect(read(text.replace('18.15', '12.15')).total).toBe('12.15')
  })

  test('is a net amount where that is more than the subtotal', () => {
    expect(read('Karahi   3300.00\nSub Total   3300.00\nPST 16%   528.00\nNet Amount   3828.00').total).toBe(
      '3828.00',
    )
    expect(read('Roast   12.00\nTotal   12.00\nNet Amount   10.00\nVAT 20%   2.00').total).toBe('12.00')
  })

  test('is no tax, however the words between are misread', () => {
    const text = 'SHOP SDN BHD\nTea   30.10\nTotal RM lnd. of GST   30.10\nCash   -40.10\nCHANGE   10.00'
    expect(read(text)).toMatchObject({ total: '30.10', cashGiven: '40.10', taxTotal: null })
    expect(read('SHOP\nTea   37.50\nTotal GST   2.25\nTotal   39.75')).toMatchObject({
      total: '39.75',
      taxTotal: '2.25',
    })
  })

  test('is not the last line of the tax table below it', () => {
    const found = read(
      'SHOP SDN BHD\nTea   32.70\nTotal Sales (Inclusive of GST)   32.70\nCASH   40.00\nGST Summary   Amount(RM)   Tax(RM)\nSR @ 6%   30.85   1.85\nTotal :   30.85',
    )
    expect(found.total).toBe('32.70')
  })

  test('is the rounded one of two that a few coins part, though the rounding is not legible', () => {
    const found = read(
      'SHOP SDN BHD\nTea   82.15\nGST   4.93\nGrand Total   87.08\nRounding Adjustment\nNet Total   87.10',
    )
    expect(found.total).toBe('87.10')
  })

  test('a decimal point that was lost comes back where a sum shows it', () => {
    const text = 'SHOP\nTea   12.00\nCake   18.00\nTotal CHF   3000\nCash   50.00\nChange   20.00'
    expect(read(text).total).toBe('30.00')
    expect(read(text).confidence.total).toBeLessThan(reviewThresholds.total)
  })

  test('is not corrected by sums that lack the same tax', () => {
    const text = 'SHOP\nTea   8.00\nCake   5.77\nSUBTOTAL   13.77\nTPS   0.30\nTVQ   #\nTOTAL   14.67'
    expect(read(text).total).toBe('14.67')
  })

  test('a fee between total and card payment belongs to it', () => {
    const found = read(
      'GAS STOP\nVista, CA 92083\nFUEL SALE   $35.81\ndebit fee   $0.35\nDEBIT   $36.16\nDEBIT   $36.16',
    )
    expect(found.total).toBe('36.16')
  })

  test('is null where nothing can be it', () => {
    expect(read('SHOP\nOpen daily\nThank you\nSee you soon').total).toBeNull()
  })

  test('sums that agree raise the confidence, sums that disagree lower it', () => {
    const agreed = read('SHOP\nTea   4.20\nCoffee   8.95\nTOTAL   13.15\nCASH   20.00\nCHANGE   6.85')
    const disagreed = read('SHOP\nTea   4.20\nCoffee   8.95\nTOTAL   12.15\nCASH   20.00\nCHANGE   6.85')
    expect(agreed.confidence.total).toBeGreaterThan(reviewThresholds.total)
    expect(disagreed.confidence.total).toBeLessThan(reviewThresholds.total)
  })

  test('the choice is explained', () => {
    const parts = readParts([pageFromText('SHOP\nTea   4.20\nTOTAL   4.20\nCASH   5.00\nCHANGE   0.80')], {
      today,
    })
    expect(evidenceOf(parts).total).toContain('cash − change +3.0')
  })
})

describe('taxes', () => {
  test('a table gives lines whose rates fit, and one sum', () => {
    const found = read(
      'MARKT GmbH\nBrot   17,33\nWein   4,78\nSUMME EUR   23,90\nMwSt%   Netto   MwSt   Brutto\nA 7,00%   16,78   1,17   17,95\nB 19,00%   5,00   0,95   5,95\nSumme   21,78   2,12   23,90',
    )
    expect(found.taxTotal).toBe('2.12')
    expect(found.taxLines.map((line) => [line.rate, line.base, line.amount])).toEqual([
      ['7', '16.78', '1.17'],
      ['19', '5.00', '0.95'],
    ])
  })

  test('two taxes of one amount are two, the same tax printed twice is one', () => {
    const hotel = read('INN\nRoom   88.00\nCounty Tax 6%   5.28\nState Tax 6%   5.28\nTotal   98.56')
    expect(hotel.taxTotal).toBe('10.56')
    const shop = read(
      'SHOP SDN BHD\nPen   20.00\nTotal incl. GST   20.00\nGST 6%   1.13\nGST Summary   Amount   Tax\nSR 6%   18.87   1.13',
    )
    expect(shop.taxTotal).toBe('1.13')
  })

  test('a number of the tax office is no tax', () => {
    expect(read('SHOP\nGST No   123456.78\nTea   4.20\nTotal   4.20').taxTotal).toBeNull()
  })
})
