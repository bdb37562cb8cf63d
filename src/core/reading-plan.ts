/** Who reads receipts, and what that takes, as far as it is known. */
export interface Reader {
  extractor: 'local-ocr' | 'gemini'
  /** Asked in this order; each has a quota of its own. None for what knows no quota. */
  models: { name: string; usedToday: number }[]
  /** Extractions for each model. Null without a quota. */
  perMinute: number | null
  perDay: number | null
  /** US dollars for a usual receipt of one page; null where the price of the model is not known. */
  dollarsPerReceipt: number | null
}

/** What a number of extractions takes; each part is null where it is not known. */
export interface ReadingPlan {
  extractions: number
  /** At the quota, whole minutes; those of today when it takes more than one day. 0 without a quota. */
  minutes: number | null
  /** Of the quota's calendar days, this one included, over which the daily quota spreads them. */
  days: number | null
  /** US dollars as a decimal with cents, rounded up. */
  dollars: string | null
}

/** Plans so many extractions; a null reader is one of which nothing is known. */
export function planReading(extractions: number, reader: Reader | null): ReadingPlan {
  if (reader === null) return { extractions, minutes: null, days: null, dollars: null }
  const { models, perMinute, perDay, dollarsPerReceipt } = reader
  const dollars =
    dollarsPerReceipt === null ? null : (Math.ceil(extractions * dollarsPerReceipt * 100) / 100).toFixed(2)
  if (perMinute === null || perDay === null || extractions === 0) {
    return { extractions, minutes: 0, days: extractions === 0 ? 0 : 1, dollars }
  }
  const leftToday = models.reduce((left, { usedToday }) => left + Math.max(0, perDay - usedToday), 0)
  const today = Math.min(extractions, leftToday)
  const laterDays = Math.ceil((extractions - today) / (perDay * models.length))
  return { extractions, minutes: Math.ceil(today / perMinute), days: 1 + laterDays, dollars }
}
