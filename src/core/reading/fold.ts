/** Letters that Unicode does not take apart into a base letter and an accent. */
const plain: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  þ: 'th',
}

/** Lower case without accents: `Zurück` and `ZURUCK` read the same, as receipts print both. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßæœøđðłħıþ]/g, (letter) => plain[letter] ?? letter)
    .normalize('NFC')
}

/** Forms of one character, as mainland China, Taiwan and Japan print them; text recognition mixes them. */
const sameCharacter: Record<string, string> = {
  ...{ 總: '总', 計: '计', 額: '额', 稅: '税', 現: '现', 實: '实', 應: '应', 單: '单', 號: '号', 機: '机' },
  ...{ 買: '买', 賣: '卖', 餘: '余', 點: '点', 發: '发', 預: '预', 釣: '钓', 錢: '钱', 領: '领', 収: '收' },
  ...{ 対: '对', 對: '对', 銀: '银', 電: '电' },
}

/** Chinese characters in one form each, to find a phrase by. */
export function unifyHan(text: string): string {
  return text.replace(/\p{Script=Han}/gu, (character) => sameCharacter[character] ?? character)
}

/** Digits that text recognition puts in place of the letters they look like. */
const letterOfDigit: Record<string, string> = { '0': 'o', '1': 'l', '5': 's', '8': 'b', '|': 'l', $: 's' }

/** A folded word with digits inside it taken for the letters they look like: `t0tal` → `total`. */
export function unconfuse(word: string): string {
  if (!/[a-z]/.test(word)) return word
  return word.replace(/[01589|$]/g, (c) => letterOfDigit[c] ?? c)
}

/**
 * Number of single-letter changes between two strings, or `limit + 1` when there are more than `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    let best = i
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const value = Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1)
      current.push(value)
      best = Math.min(best, value)
    }
    if (best > limit) return limit + 1
    previous = current
  }
  return previous[b.length] ?? limit + 1
}

const lookAlikes = [
  'oudqc0',
  'itlj1',
  'efb',
  'rkb',
  'nhm',
  's58',
  'vyu',
  'a4',
  'gc6',
  'pr',
  'ec',
  'au',
  'ao',
  'gq9',
]

/** Whether recognition takes one letter for the other. */
export const areAlike = (a: string, b: string) =>
  lookAlikes.some((group) => group.includes(a) && group.includes(b))

/** Whether two folded words are the same but for letters that look alike, or for one that was lost or added. */
export function isGarbled(a: string, b: string, limit: number): boolean {
  if (a.length !== b.length) return Math.abs(a.length - b.length) === 1 && editDistance(a, b, 1) === 1
  const wrong = [...a].map((letter, i) => [letter, b[i] ?? ''] as const).filter(([x, y]) => x !== y)
  return wrong.length <= limit && wrong.every(([x, y]) => areAlike(x, y))
}

/** 1 for equal strings, falling to 0 as they differ: 1 − distance / longer length. */
export function similarity(a: string, b: string): number {
  const longer = Math.max(a.length, b.length)
  return longer === 0 ? 1 : 1 - editDistance(a, b, longer) / longer
}

/** Letters and digits only, folded: how names are compared. */
export function squash(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]/gu, '')
}
