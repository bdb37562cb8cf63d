/**
 * US dollars for a million tokens on the paid tier, as third parties reported them on 22 November 2026; Google's
 * own list is at https://ai.google.dev/gemini-api/docs/pricing. Models that are not here have no known price.
 */
const dollarsPerMillion: Partial<Record<string, { input: number; output: number }>> = {
  'gemini-3.5-flash-lite': { input: 0.3, output: 2.5 },
  'gemini-3.1-flash-lite': { input: 0.25, output: 1.5 },
}

/** A picture at the usual resolution with the instructions, and the fields of a receipt with about ten items. */
const usualTokens = { input: 1120 + 400, output: 500 }

/** What reading a usual receipt of one page costs, in US dollars; null for a model whose price is not known. */
export function dollarsPerReceipt(model: string): number | null {
  const price = dollarsPerMillion[model]
  if (!price) return null
  return (price.input * usualTokens.input + price.output * usualTokens.output) / 1e6
}
