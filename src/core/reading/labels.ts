import { editDistance, fold, unconfuse, unifyHan } from './fold.ts'
import { type LabelKind, phrases } from './lexicon.ts'

/** A key phrase found in a row. */
export interface Label {
  kind: LabelKind
  phrase: string
  /** Where it stands in the row's text, UTF-16 units. */
  start: number
  end: number
  /** Letters that had to be forgiven. */
  errors: number
}

interface Entry {
  kind: LabelKind
  phrase: string
  /** The phrase without blanks: recognition often drops them. */
  key: string
}

const lettersWithoutSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

const entries: Entry[] = Object.entries(phrases).flatMap(([kind, groups]) =>
  groups
    .flatMap((group) => group.split('|'))
    .map((phrase) => ({ kind: kind as LabelKind, phrase, key: phrase.replace(/[^\p{L}\p{N}]/gu, '') })),
)
const exactByKey = new Map<string, Entry>()
for (const entry of entries) if (!exactByKey.has(entry.key)) exactByKey.set(entry.key, entry)
const longestKey = Math.max(...entries.map((entry) => entry.key.length))
const unspaced = entries
  .filter((entry) => lettersWithoutSpaces.test(entry.key))
  .map((entry) => ({ ...entry, key: unifyHan(entry.key) }))
const fuzzyByLength = new Map<number, Entry[]>()
for (const entry of exactByKey.values()) {
  const isLongEnough = entry.key.length >= 6 || entry.key === 'total' || entry.key === 'summe'
  if (!isLongEnough || lettersWithoutSpaces.test(entry.key)) continue
  fuzzyByLength.set(entry.key.length, [...(fuzzyByLength.get(entry.key.length) ?? []), entry])
}

interface Word {
  key: string
  start: number
  end: number
  /** A part of a longer word: `ChickPesto`. Only exact matches count there. */
  isPart: boolean
}

/** Words of a row, folded, with digits inside words read as letters; digits behind a word are cut off. */
function wordsOf(text: string): Word[] {
  const words: Word[] = []
  for (const match of text.matchAll(
    /[\p{L}\p{M}]+(?:[0158|$][\p{L}\p{M}]+)*(?:(?<=\p{L}{3})[0158|](?![\d.,]))?|\d+/gu,
  )) {
    // TotalAmount and GSTAmount are two words each.
    let from = 0
    const parts = match[0].split(/(?<=\p{Ll})(?=\p{Lu})/u)
    for (const part of parts) {
      const start = match.index + from
      from += part.length
      const key = unconfuse(fold(part)).replace(/[^\p{L}\p{N}]/gu, '')
      if (key !== '') words.push({ key, start, end: start + part.length, isPart: parts.length > 1 })
    }
  }
  return words
}

/** Tails that recognition glues to a phrase: `TOTALRM`, `CASHMYR`. */
const gluedTail =
  /^(?:rm|myr|usd|eur|euro|euros|gbp|chf|idr|rp|sek|nok|dkk|pln|zl|kc|czk|lei|ron|ft|huf|s|amount|amt|rs|inr|aed|sgd|php|thb|due)$/

/**
 * The key phrases in a row, longest first wins where several overlap. Phrases start at the start of a word;
 * blanks do not matter; one wrong letter is forgiven from six letters on (and in `total`), two from nine on.
 */
export function findLabels(text: string): Label[] {
  const words = wordsOf(text)
  const found: Label[] = []
  for (let from = 0; from < words.length; from++) {
    let joined = ''
    for (let to = from; to < words.length && to < from + 7; to++) {
      joined += words[to]?.key ?? ''
      if (joined.length > longestKey + 3) break
      const hit = lookUp(joined, words.slice(from, to + 1))
      const first = words[from]
      const last = words[to]
      if (hit && first && last && !(hit.errors > 0 && (first.isPart || last.isPart))) {
        found.push({
          kind: hit.entry.kind,
          phrase: hit.entry.phrase,
          start: first.start,
          end: last.end,
          errors: hit.errors,
        })
      }
    }
  }
  const folded = text.normalize('NFC')
  if (lettersWithoutSpaces.test(folded)) found.push(...findUnspaced(folded))
  return keepLongest(found)
}

/** What is left of the most important word when the edge of the paper or a leader of dots took a letter. */
const remainsOfTotal = new Set(['tota', 'otal'])

function lookUp(joined: string, words: Word[]): { entry: Entry; errors: number } | null {
  const exact = exactByKey.get(joined)
  const total = remainsOfTotal.has(joined) ? exactByKey.get('total') : undefined
  if (total) return { entry: total, errors: 1 }
  if (exact) return { entry: exact, errors: 0 }
  for (let tail = 1; tail <= 6 && tail < joined.length - 2; tail++) {
    const head = exactByKey.get(joined.slice(0, -tail))
    if (head && head.key.length >= 4 && gluedTail.test(joined.slice(-tail))) return { entry: head, errors: 0 }
  }
  const limit = joined.length < 5 ? 0 : joined.length < 9 ? 1 : 2
  if (limit === 0 || words.some((word) => /^\d/.test(word.key))) return null
  let best: { entry: Entry; errors: number } | null = null
  for (let length = joined.length - limit; length <= joined.length + limit; length++) {
    for (const entry of fuzzyByLength.get(length) ?? []) {
      if (isOpposite(entry.key, joined)) continue
      if (entry.key[0] !== joined[0] && entry.key.at(-1) !== joined.at(-1)) continue
      const allowed = entry.key.length < 9 ? 1 : limit
      const errors = editDistance(entry.key, joined, allowed)
      if (errors <= allowed && wordsAgree(entry, words) && (!best || errors < best.errors))
        best = { entry, errors }
    }
  }
  return best
}

/** One letter tells excluding from including: nothing that looks like the x is in the other. */
function isOpposite(key: string, joined: string): boolean {
  const hasX = joined.replaceAll('tax', '').includes('x')
  if (/ex[ck]?l|^exc/.test(key)) return !hasX
  if (/in[ck]l?/.test(key)) return hasX || !/[ilt1]n/.test(joined)
  return false
}

/**
 * In a phrase of as many words, each short word must be right: `total eat` is no `total vat`. Words that make one
 * short word together are that word without errors only: `AA BATT` is no `rabatt`.
 */
function wordsAgree(entry: Entry, words: Word[]): boolean {
  const wanted = entry.phrase.split(' ')
  if (wanted.length === 1 && words.length > 1) return entry.key.length >= 9
  if (wanted.length === 1 || wanted.length !== words.length) return true
  return wanted.every((word, i) => word.length > 3 || word === words[i]?.key)
}

function findUnspaced(text: string): Label[] {
  // Blanks between the characters of a phrase are common: 合 計.
  const places: number[] = []
  let compact = ''
  for (let i = 0; i < text.length; i++) {
    if (text[i] === ' ') continue
    compact += text[i]
    places.push(i)
  }
  compact = unifyHan(compact)
  const found: Label[] = []
  for (const { kind, phrase, key } of unspaced) {
    for (let at = compact.indexOf(key); at >= 0; at = compact.indexOf(key, at + 1)) {
      const start = places[at] ?? 0
      const end = (places[at + key.length - 1] ?? start) + 1
      found.push({ kind, phrase, start, end, errors: 0 })
    }
  }
  return found
}

function keepLongest(found: Label[]): Label[] {
  const kept: Label[] = []
  const weight = (label: Label) => label.end - label.start - 2 * label.errors
  for (const label of found.toSorted((a, b) => weight(b) - weight(a) || a.errors - b.errors)) {
    if (kept.every((other) => label.end <= other.start || label.start >= other.end)) kept.push(label)
  }
  return kept.sort((a, b) => a.start - b.start)
}
