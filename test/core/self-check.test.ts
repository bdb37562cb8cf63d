import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Figures, selfCheck } from '../../src/core/self-check.ts'

const eur = (minorUnits: number) => ({ minorUnits, currency: 'EUR' })

function figures(known: Partial<Figures>): Figures {
  return {
    total: null,
    subtotal: null,
    taxTotal: null,
    taxIncluded: null,
    tip: null,
    serviceCharge: null,
    discountTotal: null,
    rounding: null,
    cashGiven: null,
    changeGiven: null,
    taxLines: [],
    items: [],
    ...known,
  }
}

const item = (amount: number) => ({
  description: null,
  quantity: null,
  unitPrice: null,
  amount: eur(amount),
})

const verdicts = (known: Partial<Figures>) =>
  Object.fromEntries(selfCheck(figures(known)).map(({ name, passed }) => [name, passed]))

describe('the sum', () => {
  it('holds for every receipt whose parts make its total', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 })
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 20 }),
        amount,
        amount,
        fc.boolean(),
        (prices, tax, tip, taxIncluded) => {
          const subtotal = prices.reduce((sum, price) => sum + price, 0)
          const total = subtotal + (taxIncluded ? 0 : tax) + tip
          const known = {
            items: prices.map(item),
            subtotal: eur(subtotal),
            taxTotal: eur(tax),
            taxIncluded,
            tip: eur(tip),
            total: eur(total),
          }
          expect(verdicts(known)).toEqual({ sum: true, items: true })
          // One unit more, and it shows; unless the other reading of the tax happens to give it.
          expect(verdicts({ ...known, tip: eur(tip + 1), taxIncluded: true, taxTotal: null }).sum).toBe(
            !taxIncluded && tax === 1,
          )
        },
      ),
    )
  })

  it('takes a discount off, whether it was taken off before or after the subtotal', () => {
    const known = { subtotal: eur(1000), discountTotal: eur(200) }
    expect(verdicts({ ...known, total: eur(800) })).toEqual({ sum: true })
    expect(verdicts({ ...known, total: eur(1000) })).toEqual({ sum: true })
    expect(verdicts({ ...known, total: eur(900) })).toEqual({ sum: false })
  })

  it('holds for refunds', () => {
    expect(
      verdicts({ subtotal: eur(-1000), taxTotal: eur(-190), taxIncluded: false, total: eur(-1190) }),
    ).toEqual({ sum: true })
  })

  it('says nothing without figures', () => {
    expect(selfCheck(figures({ total: eur(100) }))).toEqual([])
    expect(selfCheck(figures({ total: eur(100), items: [{ ...item(1), amount: null }] }))).toEqual([])
  })
})

describe('the tax', () => {
  const line = (rate: string, base: number, amount: number) =>
    verdicts({ taxLines: [{ name: null, rate, base: eur(base), amount: eur(amount) }] })

  it('fits its rate, on top of the base or inside of it, to the rounding', () => {
    expect(line('19', 1000, 190)).toEqual({ tax_rate: true })
    expect(line('19', 1190, 190)).toEqual({ tax_rate: true })
    expect(line('7.5', 1999, 150)).toEqual({ tax_rate: true })
    expect(line('19', 1000, 70)).toEqual({ tax_rate: false })
  })
})

describe('the payment', () => {
  it('is the cash less the change, which some print as negative', () => {
    const known = { total: eur(1265), cashGiven: eur(2000) }
    expect(verdicts({ ...known, changeGiven: eur(735) })).toEqual({ payment: true })
    expect(verdicts({ ...known, changeGiven: eur(-735) })).toEqual({ payment: true })
    expect(verdicts({ ...known, changeGiven: eur(730) })).toEqual({ payment: false })
  })
})

describe('line items', () => {
  it('may make the total with the rounding counted in or not', () => {
    const known = { total: eur(3270), subtotal: eur(3103), taxTotal: eur(165), rounding: eur(2) }
    expect(verdicts({ ...known, items: [item(3270)] })).toEqual({ sum: true, items: true })
    expect(verdicts({ ...known, items: [item(3268)] })).toEqual({ sum: true, items: true })
    expect(verdicts({ ...known, items: [item(3271)] })).toEqual({ sum: true, items: false })
  })
})
