import type { ExportedExpense } from '../../src/export/exported-expense.ts'

const eur = (minorUnits: number) => ({ minorUnits, currency: 'EUR' })

/** An expense of which nothing is known but its proof. */
export function exported(id: number, fields: Partial<ExportedExpense> = {}): ExportedExpense {
  return {
    id: `018f0000-0000-7000-8000-${String(id).padStart(12, '0')}`,
    status: 'extracted',
    merchant: null,
    merchantTaxId: null,
    receiptNumber: null,
    purchaseDate: null,
    currency: fields.total?.currency ?? null,
    total: null,
    subtotal: null,
    taxTotal: null,
    tip: null,
    taxLines: [],
    payments: [],
    category: null,
    note: null,
    project: null,
    tags: [],
    reviewReasons: [],
    receipt: { sha256: String(id).padStart(64, '0'), originalFilename: `receipt ${id}.jpg` },
    ...fields,
  }
}

const tax = (rate: string, units: number) => ({ name: null, rate, base: null, amount: eur(units) })

/** The odd ones that accountants meet: two tax rates, a refund, other currencies, awkward texts, a split payment. */
export const awkward: readonly ExportedExpense[] = [
  exported(1, {
    merchant: 'REWE Markt; "Köln" | \\Süd',
    receiptNumber: '(77)/3',
    purchaseDate: '2026-10-03',
    total: eur(2423),
    taxTotal: eur(212),
    taxLines: [tax('7', 121), tax('19', 91)],
    payments: [{ method: 'card', amount: eur(2423), cardLast4: '1234' }],
    category: 'groceries',
    note: 'for the\nteam, all "of" it; <really>',
    project: 'Umbau, 2. Stock: "Nord"',
    tags: ['client x', 'Büro', '寿司'],
  }),
  exported(2, {
    merchant: '寿司 さくら',
    purchaseDate: '2026-10-04',
    total: { minorUnits: 4400, currency: 'JPY' },
    payments: [{ method: 'cash', amount: null, cardLast4: null }],
    category: 'food & drink',
  }),
  exported(3, {
    status: 'needs_review',
    merchant: '=HYPERLINK("http://x","y")',
    purchaseDate: '2026-10-05',
    total: { minorUnits: 12345, currency: 'KWD' },
  }),
  exported(4, {
    merchant: 'Elektro Maier',
    purchaseDate: '2026-10-06',
    total: eur(-5000),
    taxTotal: eur(-798),
    taxLines: [tax('19', -798)],
    payments: [{ method: 'card', amount: eur(-5000), cardLast4: null }],
  }),
  exported(5, {
    merchant: 'Kiosk',
    purchaseDate: '2026-10-06',
    total: eur(1500),
    payments: [
      { method: 'cash', amount: eur(1000), cardLast4: null },
      { method: 'card', amount: eur(500), cardLast4: '1234' },
    ],
  }),
  exported(6, { merchant: 'No date', total: eur(100) }),
  exported(7, { purchaseDate: '2026-10-07' }),
]
