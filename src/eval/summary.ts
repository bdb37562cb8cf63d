import type { ScoredField } from './label.ts'
import type { ReceiptScore } from './score.ts'

/** Right ones of all that are labelled, with the 95 % Wilson interval; `fraction` is null without any. */
export interface Share {
  right: number
  n: number
  fraction: number | null
  low: number | null
  high: number | null
}

export function share(outcomes: (boolean | null)[]): Share {
  const counted = outcomes.filter((outcome) => outcome !== null)
  const n = counted.length
  const right = counted.filter(Boolean).length
  if (n === 0) return { right, n, fraction: null, low: null, high: null }
  const z = 1.96
  const p = right / n
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  return { right, n, fraction: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** One set of labelled receipts, summed up. */
export interface SetSummary {
  n: number
  failed: number
  merchant: Share
  merchantSimilar: Share
  date: Share
  total: Share
  currency: Share
  tax: Share
  all: Share
  /** Line items over the whole set, matched by price. */
  items: { precision: number | null; recall: number | null; f1: number | null; n: number }
  /** Answers to fields that the receipts do not show. */
  invented: number
  /** Median seconds a receipt; null when nothing was timed. */
  seconds: number | null
}

export function summarize(scores: ReceiptScore[]): SetSummary {
  const of = (field: ScoredField) => share(scores.map((score) => score.fields[field]))
  const items = scores.flatMap((score) => score.items ?? [])
  const sum = (pick: (item: { found: number; labelled: number; matched: number }) => number) =>
    items.reduce((total, item) => total + pick(item), 0)
  const [found, labelled, matched] = [sum((i) => i.found), sum((i) => i.labelled), sum((i) => i.matched)]
  const seconds = scores.flatMap((score) => score.seconds ?? []).sort((a, b) => a - b)
  return {
    n: scores.length,
    failed: scores.filter((score) => score.failure !== null).length,
    merchant: of('merchant'),
    merchantSimilar: share(scores.map((score) => score.merchantSimilar)),
    date: of('date'),
    total: of('total'),
    currency: of('currency'),
    tax: of('tax'),
    all: share(scores.map((score) => score.all)),
    items: {
      precision: found === 0 ? null : matched / found,
      recall: labelled === 0 ? null : matched / labelled,
      f1: found + labelled === 0 || items.length === 0 ? null : (2 * matched) / (found + labelled),
      n: items.length,
    },
    invented: scores.reduce((total, score) => total + score.invented.length, 0),
    seconds: seconds[Math.floor(seconds.length / 2)] ?? null,
  }
}

/** Answers grouped by stated confidence, with how many of them were right: a calibrated reader has both alike. */
export interface ReliabilityRow {
  from: number
  to: number
  n: number
  meanConfidence: number
  right: number
}

const edges = [0, 0.5, 0.8, 0.9, 0.95, 1.01]

export function reliability(scores: ReceiptScore[], field: ScoredField): ReliabilityRow[] {
  const answers = scores.flatMap((score) => {
    const confidence = score.confidence[field]
    const right = score.fields[field]
    return confidence === undefined || right === null ? [] : [{ confidence, right }]
  })
  return edges.slice(0, -1).flatMap((from, i) => {
    const to = edges[i + 1] ?? 1.01
    const inside = answers.filter((a) => a.confidence >= from && a.confidence < to)
    if (inside.length === 0) return []
    const meanConfidence = inside.reduce((sum, a) => sum + a.confidence, 0) / inside.length
    return [
      {
        from,
        to: Math.min(to, 1),
        n: inside.length,
        meanConfidence,
        right: inside.filter((a) => a.right).length / inside.length,
      },
    ]
  })
}

/** How well a threshold tells wrong answers from right ones. */
export function flagging(scores: ReceiptScore[], field: ScoredField, threshold: number) {
  const answers = scores.filter((score) => score.fields[field] !== null)
  const flagged = (score: ReceiptScore) => (score.confidence[field] ?? 0) < threshold
  const wrong = answers.filter((score) => score.fields[field] === false)
  const right = answers.filter((score) => score.fields[field] === true)
  return { wrong: share(wrong.map(flagged)), right: share(right.map(flagged)) }
}
