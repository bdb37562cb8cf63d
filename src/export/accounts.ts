import * as z from 'zod'
import type { Payment } from '../core/expense.ts'

const account = z
  .string()
  .trim()
  .regex(/^[^\s;"]+( [^\s;"]+)*$/, 'must be an account, e.g. "Expenses:Food"')

const taxAccount = z.union([account, z.literal(false)])

/**
 * `expensa.accounts.toml`: where the accounting formats book an expense. Keys are compared without regard to
 * case; `default` takes what has no key of its own.
 */
export const accountsSchema = z.strictObject({
  /** Category → account. */
  categories: z.record(z.string(), account).default({}),
  /** `cash`, `card`, `other`, or `card 1234` for one card → account. */
  payments: z.record(z.string(), account).default({}),
  /** Rate in percent → account; false leaves the tax in the expense. */
  taxes: z.record(z.string(), taxAccount).default({}),
})

export type AccountsFile = z.infer<typeof accountsSchema>

export interface Accounts {
  ofCategory(category: string | null): string
  ofPayment(payment: Pick<Payment, 'method' | 'cardLast4'> | null): string
  /** Null where this tax is not booked apart. */
  ofTax(rate: string | null): string | null
}

const defaultPayments: Record<string, string> = {
  cash: 'Assets:Cash',
  card: 'Liabilities:Card',
  other: 'Assets:Payments',
  default: 'Liabilities:Unsettled',
}

export function createAccounts(file: AccountsFile = accountsSchema.parse({})): Accounts {
  const categories = byKey(file.categories)
  const payments = new Map([...byKey(defaultPayments), ...byKey(file.payments)])
  const taxes = new Map([...byKey<string | false>({ default: 'Expenses:Tax' }), ...byKey(file.taxes)])
  return {
    ofCategory(category) {
      const mapped = category === null ? undefined : categories.get(keyOf(category))
      if (mapped) return mapped
      const component = category === null ? '' : accountComponent(category)
      return component === ''
        ? (categories.get('default') ?? 'Expenses:Uncategorized')
        : `Expenses:${component}`
    },
    ofPayment(payment) {
      const card = payment?.cardLast4 ? payments.get(`card ${payment.cardLast4}`) : undefined
      const method = payment?.method ?? (payment?.cardLast4 ? 'card' : 'default')
      return card ?? payments.get(method) ?? payments.get('default') ?? ''
    },
    ofTax: (rate) => {
      const mapped = rate === null ? undefined : taxes.get(keyOf(rate))
      return (mapped ?? taxes.get('default')) || null
    },
  }
}

function keyOf(text: string): string {
  return text.trim().toLowerCase()
}

function byKey<T>(record: Record<string, T>): Map<string, T> {
  return new Map(Object.entries(record).map(([key, value]) => [keyOf(key), value]))
}

/** Words joined as Beancount wants them, and the others take: `office supplies` becomes `Office-Supplies`. */
function accountComponent(category: string): string {
  return (category.match(/[\p{L}\p{N}]+/gu) ?? [])
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('-')
}
