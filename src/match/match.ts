import { type MatchableExpense, type Score, type ScoreOptions, scoreOf } from './score.ts'
import type { Payment } from './statement.ts'

export interface Match<Expense> extends Score {
  payment: Payment
  expense: Expense
}

export interface MatchResult<Expense> {
  matched: Match<Expense>[]
  /** Money spent without a receipt. */
  missing: Payment[]
  /** Receipts without a payment on this statement. */
  unmatched: Expense[]
}

/** Finds the assignment of payments to expenses, one to one, that fits best as a whole. */
export function match<Expense extends MatchableExpense>(
  payments: readonly Payment[],
  expenses: readonly Expense[],
  options: ScoreOptions,
): MatchResult<Expense> {
  const scores = payments.map((payment) => expenses.map((expense) => scoreOf(payment, expense, options)))
  const partner = bestAssignment(scores.map((row) => row.map((score) => score?.points ?? 0)))
  const matched = payments.flatMap((payment, i) => {
    const j = partner[i] ?? -1
    const [expense, score] = [expenses[j], scores[i]?.[j]]
    return expense && score ? [{ payment, expense, ...score }] : []
  })
  const paid = new Set(matched.map(({ payment }) => payment))
  const found = new Set(matched.map(({ expense }) => expense))
  return {
    matched,
    missing: payments.filter((payment) => !paid.has(payment) && payment.amount.minorUnits > 0),
    unmatched: expenses.filter((expense) => !found.has(expense)),
  }
}

/** Hungarian method with potentials: for each row the column that makes the sum largest; 0 is no pair. */
function bestAssignment(points: readonly (readonly number[])[]): number[] {
  const rows = points.length
  // As many columns that stand for nothing as there are rows: everybody may stay alone.
  const real = points[0]?.length ?? 0
  const columns = real + rows
  const cost = (i: number, j: number) => -(points[i - 1]?.[j - 1] ?? 0)
  const u = new Float64Array(rows + 1)
  const v = new Float64Array(columns + 1)
  const rowOf = new Int32Array(columns + 1)
  const way = new Int32Array(columns + 1)
  for (let i = 1; i <= rows; i++) {
    rowOf[0] = i
    let at = 0
    const least = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY)
    const used = new Uint8Array(columns + 1)
    do {
      used[at] = 1
      const row = rowOf[at] ?? 0
      let delta = Number.POSITIVE_INFINITY
      let next = 0
      for (let j = 1; j <= columns; j++) {
        if (used[j]) continue
        const reduced = cost(row, j) - (u[row] ?? 0) - (v[j] ?? 0)
        if (reduced < (least[j] ?? 0)) {
          least[j] = reduced
          way[j] = at
        }
        if ((least[j] ?? 0) < delta) {
          delta = least[j] ?? 0
          next = j
        }
      }
      for (let j = 0; j <= columns; j++) {
        if (used[j]) {
          u[rowOf[j] ?? 0] = (u[rowOf[j] ?? 0] ?? 0) + delta
          v[j] = (v[j] ?? 0) - delta
        } else least[j] = (least[j] ?? 0) - delta
      }
      at = next
    } while (rowOf[at] !== 0)
    while (at !== 0) {
      const before = way[at] ?? 0
      rowOf[at] = rowOf[before] ?? 0
      at = before
    }
  }
  const partner = new Array<number>(rows).fill(-1)
  for (let j = 1; j <= real; j++) if (rowOf[j]) partner[(rowOf[j] ?? 0) - 1] = j - 1
  return partner
}
