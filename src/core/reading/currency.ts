import { isCurrency } from '../money.ts'
import { countries } from './countries.ts'
import type { CountryEvidence } from './country.ts'
import type { Label } from './labels.ts'
import type { Row } from './rows.ts'
import { wholeWords } from './whole-words.ts'

export interface CurrencyReading {
  currency: string | null
  /** The receipt shows it (code, symbol, tax system, address); false when it follows from the user's home only. */
  printed: boolean
  /** A symbol or code of just this currency stands on the receipt. */
  certain: boolean
}

/** Symbols and codes that belong to one currency only. Those of several (`$`, `kr`, `¥`, `Rs`) need a country. */
const certainMarks = (
  [
    // A room is no money, nor is Ron, who cashed it: RM 204, RON BACARDI.
    ['MYR', /\bRM\b(?!\s?[:#]?\s?\d{1,4}(?![\d.,]))|\bRM\s?-?\d[\d,]*\s?[.,]\s?\d|\bMYR\b|\bringgit\b/],
    ['EUR', /€|\bEUR\b|\bEURO?S?\b/i],
    ['GBP', /£|\bGBP\b/],
    ['IDR', /\bRp\.?\s?\d|\bRp\b|\bIDR\b/],
    ['SGD', /\bS\$|(?:^|\s)5\$\d+\.\d{2}(?!\d)|\bSGD\b/],
    ['BRL', /\bR\$|\bBRL\b/],
    ['HKD', /\bHK\$|\bHK\s?S\s?\d|\bHKD\b/],
    ['TWD', /\bNT\$|\bTWD\b/],
    ['NZD', /\bNZ\$|\bNZD\b/],
    ['AUD', /\bAU?\$|\bAUD\b/],
    ['CAD', /\bCA?\$|\bCAD\b/],
    ['DOP', /\bRD\$/],
    ['USD', /\bUS\$|\bUSD\b|\bUSD\$/],
    ['INR', /₹|\bINR\b/],
    ['PHP', /₱|\bPHP\b/],
    ['KRW', /₩|\bKRW\b|\d원/],
    ['THB', /฿|\bTHB\b|บาท/],
    ['VND', /₫|\bVN[DĐ]\b|\d\s?[dđ]$/],
    ['CHF', /\bCHF\b|\bSFr\b/],
    ['PLN', /\bPLN\b|\d\s?z[łl]\b/],
    ['CZK', /\bCZK\b|\bK[čc]\b/],
    ['HUF', /\bHUF\b|\d\s?Ft\b/],
    [
      'RON',
      /\d\s?(?:RON|LEI)\b|\b(?:RON|LEI)\s?:?\s?-?\d+[.,]\d{2}\b|\b(?:TOTAL|SUMA|PLATA|REST|CARD|NUMERAR)\b.*\b(?:RON|LEI)\b|\((?:RON|LEI)\)/i,
    ],
    ['BGN', /\bBGN\b|\bлв\b/i],
    ['RSD', /\bRSD\b|\bдин\b/i],
    ['TRY', /₺|\bTRY\s?\d|\d\s?TRY\b|\d\s?TL\b|\bTL\s?\d/],
    ['SEK', /\bSEK\b/],
    ['NOK', /\bNOK\b/],
    ['DKK', /\bDKK\b/],
    ['ISK', /\bISK\b/],
    ['JPY', /\bJPY\b|\d\s?円/],
    ['CNY', /\bCNY\b|\bRMB\b|\d\s?元|人民币/],
    ['AED', /\bAED\b|\bDhs?\b\.?\s?\d/],
    ['SAR', /\bSAR\s?\d|\d\s?SAR\b|\(SAR\)/],
    ['MAD', /\bMAD\s?\d|\d\s?(?:MAD|DHS?)\b/i],
    ['QAR', /\bQAR\b/],
    ['KWD', /\bKWD\b|\bK\.?D\.?\s?\d+\.\d{3}/],
    ['BHD', /\bB\.?H?\.?D\.?\s?\d+\.\d{3}/],
    ['OMR', /\bOMR\b/],
    ['JOD', /\bJOD\b/],
    ['ILS', /₪|\bNIS\b|\bILS\b/],
    ['RUB', /₽|\bруб|\bRUB\b/],
    ['UAH', /₴|\bгрн|\bUAH\b/],
    ['MXN', /\bMXN\b|\bM\.N\./],
    ['ZAR', /\bZAR\b|(?:^|\s)R\s?\d+[.,]\d{2}\b/],
    ['KES', /\bKES\b|\bKshs?\b/i],
    ['NGN', /₦|\bNGN\b/],
    ['PEN', /\bS\/\.?\s?\d|\bPEN\s?\d/],
    ['ARS', /\bARS\b/],
    ['CLP', /\bCLP\b/],
    ['COP', /\bCOP\s?\$?\d/],
  ] satisfies [string, RegExp][]
).map(([code, pattern]) => [code, wholeWords(pattern)] as const)

/** Currencies whose own mark stands in a text. */
export function currenciesIn(text: string): string[] {
  return certainMarks
    .filter(([code, pattern]) => isCurrency(code) && pattern.test(text))
    .map(([code]) => code)
}

const isNamedTotal = (labels: Label[] = []) =>
  labels[0]?.kind === 'total' || labels[0]?.kind === 'grandTotal' || labels[0]?.phrase === 'importe'

/** Marks that several countries share: which currencies they can mean. */
const sharedMarks: [RegExp, string[]][] = [
  [
    /\$/,
    ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'TWD', 'MXN', 'ARS', 'CLP', 'COP', 'BRL', 'BND', 'UYU', 'DOP'],
  ],
  [/\bkr\b|\d\s?kr\b/i, ['SEK', 'NOK', 'DKK', 'ISK']],
  [/¥|￥/, ['JPY', 'CNY']],
  [/\bRs\.?\s?\d|\bRs\b/i, ['INR', 'PKR', 'LKR']],
  // The naira's sign as it is recognised or typed.
  [/(?:^|\s)[#N]\d{1,3}(?:,\d{3})+(?:\.\d{2})?$/, ['NGN']],
]

/**
 * The currency the receipt is in: by how often a mark of just one currency stands on it, backed by what the
 * text says about the country; then by the country alone; then by a shared mark and the home country.
 */
export function readCurrency(
  rows: Row[],
  labels: Map<Row, Label[]>,
  evidence: CountryEvidence,
  homeCountry?: string,
): CurrencyReading {
  const scores = new Map<string, number>()
  for (const [code, pattern] of certainMarks) {
    const hits = rows.filter((row) => pattern.test(row.text)).length
    if (hits > 0 && isCurrency(code)) scores.set(code, 2 + Math.min(hits, 5))
  }
  for (const [country, weight] of evidence.weights) {
    const code = countries[country]?.currency
    if (code && scores.has(code)) scores.set(code, (scores.get(code) ?? 0) + Math.min(weight, 6))
  }
  // Receipts that state the total in two currencies name the one that was charged first.
  const leading = rows.filter((row) => isNamedTotal(labels.get(row))).map((row) => currenciesIn(row.text))
  const first = leading.find((codes) => codes.length > 0)
  if (first?.[0] && first.length === 1) scores.set(first[0], (scores.get(first[0]) ?? 0) + 7)
  const best = [...scores].sort((a, b) => b[1] - a[1])[0]
  if (best) return { currency: best[0], printed: true, certain: true }

  const shared = sharedMarks.find(([pattern]) => rows.some((row) => pattern.test(row.text)))?.[1]
  const fits = (code: string | undefined) => code !== undefined && (!shared || shared.includes(code))
  const ranked = [...evidence.weights].sort((a, b) => b[1] - a[1])
  // A mark that no likely country has was misread: `RS 200,00` beside a CNPJ.
  const byCountry =
    ranked.find(([country, weight]) => weight >= 2 && fits(countries[country]?.currency)) ??
    ranked.find(([country, weight]) => weight >= 3 && countries[country]?.currency)
  if (byCountry) return { currency: countries[byCountry[0]]?.currency ?? null, printed: true, certain: false }

  const home = homeCountry === undefined ? undefined : countries[homeCountry]?.currency
  if (shared) {
    if (fits(home)) return { currency: home ?? null, printed: false, certain: false }
    return { currency: shared[0] ?? null, printed: false, certain: false }
  }
  return { currency: home ?? null, printed: false, certain: false }
}
