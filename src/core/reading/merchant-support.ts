import { findBrand, knownCompany } from './brands.ts'
import { squash } from './fold.ts'
import { legalForm, repairLegalForm } from './merchant-words.ts'
import type { Row } from './rows.ts'

/** A name that may be the merchant's, with what speaks for and against it. */
export interface MerchantCandidate {
  name: string
  rows: Row[]
  score: number
  evidence: string[]
}

/** Adds what the rest of the receipt says about a name: repetition, web addresses, being a known chain. */
export function addSupport(candidate: MerchantCandidate, rows: Row[]): void {
  candidate.name = knownCompany(candidate.name) ?? candidate.name
  addRepetition(candidate, rows)
  addBrand(candidate, rows)
}

function addRepetition(candidate: MerchantCandidate, rows: Row[]): void {
  const key = squash(candidate.name.replace(legalForm, ''))
  if (key.length < 4) return
  const others = rows
    .filter((row) => !candidate.rows.includes(row))
    .map((row) => ({ row, key: squash(row.text) }))
  const web = Math.max(0, ...others.map(({ row }) => likeHost(key, row.text)))
  if (web > 0) {
    candidate.score += web
    candidate.evidence.push(`web address +${web.toFixed(1)}`)
  }
  const repeated = key.length < 5 ? 0 : others.filter((other) => other.key.includes(key)).length
  if (repeated > 0) {
    const points = Math.min(1.5, 0.7 * repeated)
    candidate.score += points
    candidate.evidence.push(`repeated +${points.toFixed(1)}`)
  }
}

/** A chain's name is the merchant's; garbled letters of it are put right. */
function addBrand(candidate: MerchantCandidate, rows: Row[]): void {
  const found = findBrand(candidate.name)
  if (!found) return
  // A row that holds the chain's name only is its logo.
  const isLogo = found.exact && squash(candidate.name) === squash(found.brand.name)
  const small = candidate.evidence.some((reason) => reason.startsWith('small letters')) ? 3 : 0
  const isBelowCompany =
    namesCompany(rows) && !candidate.evidence.some((reason) => reason.startsWith('legal form'))
  const points = (isBelowCompany ? 0.5 : isLogo ? 3 : found.exact ? 2 : 1.5) + small
  candidate.score += points
  candidate.evidence.push(`known chain +${points}`)
  if (!found.exact) candidate.name = found.brand.name
  // `STARBUCKS Store #10208`: cut to the name once the number is gone.
  else candidate.name = candidate.name.replace(/(?<=\p{L}{3}.*)\s+store$/iu, '')
}

/** Malaysian receipts are headed by the registered company, whatever chain it runs. */
export const namesCompany = (rows: Row[]) =>
  rows.some((row) => /\bsdn|\bberhad\b|\p{L}{3} S\/?B\b/iu.test(repairLegalForm(row.text)))

const host = /(?:www\.|@|https?:\/\/)([\w-]+)|\b([\w-]{4,})\.(?:com|net|co|de|fr|it|es|nl|se|no|dk|fi|pl)\b/i

/** How much a web or mail address in a row speaks for a name: most when they are the same word. */
function likeHost(key: string, text: string): number {
  const name = squash(host.exec(text)?.slice(1).find(Boolean) ?? '')
  if (name.length < 4) return 0
  if (name === key) return 2
  if (key.startsWith(name) || name.startsWith(key)) return 1.7
  return key.includes(name) || name.includes(key) ? 1.2 : 0
}
