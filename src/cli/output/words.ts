import type { ReviewReason } from '../../core/expense.ts'

/** Review reasons as a person reads them, in a table and in a sentence. */
export const reviewWords: Record<ReviewReason, { short: string; long: string }> = {
  merchant_missing: { short: 'no merchant', long: 'No merchant could be read.' },
  date_missing: { short: 'no date', long: 'No purchase date could be read.' },
  total_missing: { short: 'no total', long: 'No total could be read.' },
  currency_missing: { short: 'no currency', long: 'Nothing says which currency this is.' },
  currency_guessed: {
    short: 'currency guessed',
    long: 'The currency is not printed; it follows from the country.',
  },
  date_ambiguous: { short: 'day or month?', long: 'Day and month of the date could be the other way round.' },
  date_in_future: { short: 'future date', long: 'The purchase date lies in the future.' },
  sum_mismatch: { short: 'sum differs', long: 'The amounts do not add up to the total.' },
  tax_mismatch: { short: 'tax differs', long: 'The tax does not fit its rate.' },
  payment_mismatch: { short: 'payment differs', long: 'Cash less change is not the total.' },
  low_confidence: { short: 'unsure', long: 'The reading is unsure.' },
  not_in_text: { short: 'not in text', long: 'The text of the receipt does not show what was extracted.' },
  multiple_receipts: {
    short: 'several receipts',
    long: 'There seems to be more than one receipt in the picture.',
  },
  not_a_receipt: { short: 'no receipt?', long: 'This does not look like a receipt.' },
  pages_left_out: {
    short: 'more pages',
    long: 'The document is long; only its first pages and its last were read.',
  },
  script_unsupported: { short: 'script', long: 'The receipt is in a script that cannot be read here.' },
  possible_duplicate: {
    short: 'duplicate?',
    long: 'This seems to be the purchase of another receipt; see expensa duplicates.',
  },
  card_number_shown: {
    short: 'card number',
    long: 'A whole card number stands on the receipt. It is not in the record, but the original shows it.',
  },
  unreadable: { short: 'unreadable', long: 'The picture is blank, blurred or too dark to read.' },
}

/** A newer backend may name reasons that this version has no words for. */
export function describeReason(reason: string, length: 'short' | 'long'): string {
  return Object.hasOwn(reviewWords, reason)
    ? reviewWords[reason as ReviewReason][length]
    : reason.replaceAll('_', ' ')
}
