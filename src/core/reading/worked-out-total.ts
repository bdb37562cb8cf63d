import { mainAmount } from './entry.ts'
import type { Proof } from './proofs.ts'
import type { Sheet } from './sheet.ts'
import type { TotalCandidate } from './total.ts'

/** Digits that recognition takes for one another. */
const alike = new Set('06 08 09 14 17 27 35 36 38 39 49 56 58 68 69 79 89'.split(' '))

/** Whether two amounts have as many digits and differ in one of them, by a digit that looks like the other. */
export function isMisread(a: number, b: number): boolean {
  const [one, other] = [String(a), String(b)]
  if (one.length !== other.length) return false
  const pairs = [...one].map((digit, i) => [digit, other[i]].sort()).filter(([x, y]) => x !== y)
  return pairs.length === 1 && alike.has((pairs[0] ?? []).join(''))
}

const isWithoutPoint = (read: number, value: number) => read === 10 * value || read === 100 * value

/**
 * Totals that nothing shows legibly but other figures add up to: where no named total was read and cash and
 * change are there, where one was read without its decimal point, or where one was read with one digit that
 * looks like another and two separate sums agree.
 */
export function workedOut(sheet: Sheet, candidates: TotalCandidate[], proofs: Proof[]): TotalCandidate[] {
  const named = candidates.filter((c) => c.named)
  const isUnread = sheet.entries.some(
    (e) => (e.kind === 'total' || e.kind === 'grandTotal') && !mainAmount(e, sheet.style),
  )
  const values = [...new Set(proofs.map((p) => p.value))].filter(
    (value) => value > 0 && !candidates.some((c) => c.value === value),
  )
  return values.flatMap((value) => {
    // Sums from the subtotal and from the items fail together where a tax was missed.
    const kinds = new Set(
      proofs
        .filter((p) => p.value === value && p.points >= 1.5)
        .map((p) => (p.kind === 'items' ? 'subtotal' : p.kind)),
    )
    const single = named.filter((c) => c.places === 1)
    const replaces =
      (kinds.size >= 2 && single.some((c) => isMisread(c.value, value))) ||
      (kinds.size >= 1 && single.some((c) => c.decimals === 0 && isWithoutPoint(c.value, value)))
    const fills = named.length === 0 && (kinds.has('cash') || (isUnread && kinds.size >= 2))
    if (!replaces && !fills) return []
    return [
      {
        ...{ value, decimals: sheet.style.decimals, score: 2.5, evidence: ['worked out 2.5'] },
        ...{ named: false, repaired: true, places: 1, legibility: 0.5, labelled: true, workedOut: true },
      },
    ]
  })
}
