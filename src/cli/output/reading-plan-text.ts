import type { ReadingPlan } from '../../core/reading-plan.ts'
import type { ReaderJson } from '../../http/contract-reading-state.ts'
import { plain } from './text.ts'

/** What reading takes, in a sentence: who reads, how long at the quota, for how much. */
export function readingPlanText(plan: ReadingPlan, reader: ReaderJson | null): string {
  const { extractions, minutes, days } = plan
  const count = `${extractions} extraction${extractions === 1 ? '' : 's'}`
  if (extractions === 0) return 'Nothing would be read.'
  if (reader === null) {
    return `${count} by the backend, which does not say at which quota and price.`
  }
  if (reader.extractor === 'local-ocr') return `${count} on this machine: no quota, no cost.`
  const model = plain(reader.models[0]?.name ?? 'gemini')
  const today = `${minutes} minute${minutes === 1 ? '' : 's'} at ${reader.perMinute} a minute`
  const pace =
    (days ?? 0) > 1
      ? `${days} days, as ${reader.perDay} a day are allowed for each of ${reader.models.length} model${reader.models.length === 1 ? '' : 's'}`
      : `about ${today}`
  return `${count} by ${model}: ${pace}; ${costText(plan, reader)}.`
}

function costText({ dollars }: ReadingPlan, reader: ReaderJson): string {
  if (dollars === null) return 'the price of this model is not known (EXPENSA_GEMINI_DOLLARS_PER_RECEIPT)'
  return reader.dollarsPerReceipt === 0 ? 'free of charge' : `about $${dollars}`
}
