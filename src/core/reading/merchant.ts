import { findBrandClues } from './brand-clues.ts'
import { findDates } from './dates.ts'
import { squash } from './fold.ts'
import type { Label } from './labels.ts'
import { cleanName } from './merchant-name.ts'
import { addSupport, type MerchantCandidate, namesCompany } from './merchant-support.ts'
import {
  contactLike,
  isAddress,
  isTitle,
  kitchenOf,
  legalForm,
  namesBusiness,
  numberedShop,
  numberedThing,
  repairLegalForm,
  sloganLike,
} from './merchant-words.ts'
import { joinWrapped } from './merchant-wrapped.ts'
import type { Row } from './rows.ts'
import { moneyIn, type Sheet, usualHeight } from './sheet.ts'

export interface MerchantReading {
  name: string | null
  score: number
  margin: number
  /** Why this name: for `show --explain` and the tests. */
  evidence: string[]
  /** Rows the name was taken from. */
  rows: Row[]
}

/** The merchant from the head of the receipt; from legal names and web addresses elsewhere when the head has none. */
export function readMerchant(sheet: Sheet, today: string, unreadableScript = false): MerchantReading {
  const { rows, labels } = sheet
  const firstPage = rows.filter((row) => row.page === rows[0]?.page)
  const head = firstPage.slice(0, headLength(sheet, firstPage, today))
  const usual = usualHeight(firstPage)
  const candidates = head.map((row, position) => scoreRow(row, position, usual, labels))
  // Behind a title or a telephone number the customer's name and the branch follow.
  const ownerEnds = head.findIndex(
    (row, position) =>
      (isTitle(row.text) || /\b(?:tel|phone|fax)\b/i.test(row.text)) &&
      candidates.slice(0, position).some((c) => c.score > 0),
  )
  for (const [position, candidate] of candidates.entries()) {
    if (ownerEnds >= 1 && position > ownerEnds) candidate.score -= 1.5
    const below = head[position + 1]
    // A logo above the name in full: `Contoso`, `Contoso Inn`.
    const logo = candidates[position - 1]
    const key = squash(candidate.name)
    const logoKey = squash(logo?.name ?? '')
    if (
      logoKey.length >= 4 &&
      key.startsWith(logoKey) &&
      key.length > logoKey.length &&
      !legalForm.test(candidate.name) &&
      candidate.score > 0
    ) {
      candidate.score += 1
      candidate.evidence.push('name in full +1.0')
    }
    // A street ends in a house number and stands above the postcode.
    if (
      below &&
      /\p{L}{3,}[\s-]\d{1,4}[a-z]?$/iu.test(candidate.name) &&
      /^\W*(?:[A-Z]{1,2}-)?\d{4,5}\b/.test(below.text)
    ) {
      candidate.score -= 2.5
    }
    // Under a name in large print the small print names the company that runs the shop.
    const isBelowShop = candidates
      .slice(0, position)
      .some((c, above) => isPrintedLarge(c) || callsItselfShop(c, above))
    if (registered(candidate) && !namesCompany(head) && isBelowShop) {
      candidate.score -= 3.5
      candidate.evidence.push('below the name of a shop -3.5')
    }
    const afterAddress = head.slice(0, position).some((row) => isAddress(row.text))
    if (
      candidate.score > 0 &&
      below &&
      !afterAddress &&
      isAddress(below.text) &&
      !isAddress(candidate.name)
    ) {
      // Below a name it is as often the slogan, the owner or the company behind the shop.
      const isBelowName = (logo?.score ?? 0) >= 2 && !key.startsWith(logoKey)
      const points = isBelowName ? 0.5 : 1.2
      candidate.score += points
      candidate.evidence.push(`above an address +${points}`)
    }
    if (/\b(?:bill(?:ed)? to|sold to|customer|m\/s|attn|deliver to)\b/i.test(candidate.name))
      candidate.score -= 4
  }
  candidates.push(...joinWrapped(head, candidates))
  candidates.push(
    ...footerNames(
      rows.filter((row) => !head.includes(row)),
      labels,
    ),
  )
  candidates.push(...thankedNames(rows))
  for (const candidate of candidates) {
    addSupport(candidate, rows)
  }
  if (!namesCompany(rows)) candidates.push(...namesByClues(rows, candidates))

  const ranked = candidates
    .filter((c) => squash(c.name).length >= 2 && !(unreadableScript && isLookAlike(c)))
    .sort((a, b) => b.score - a.score)
  const best = ranked[0]
  if (!best || best.score < 1.2) return { name: null, score: 0, margin: 0, evidence: [], rows: [] }
  const rival = ranked.find((c) => !c.rows.some((row) => best.rows.includes(row)))
  return { ...best, margin: best.score - (rival?.score ?? 0) }
}

const registered = (candidate: MerchantCandidate) =>
  candidate.evidence.some((reason) => reason.startsWith('legal form'))

/** A name at the very top that nothing speaks against, or that says what kind of business it is, and is no company. */
function callsItselfShop(candidate: MerchantCandidate, position: number): boolean {
  const isDoubted = candidate.evidence.some((reason) => reason.includes(' -'))
  const isHead = position === 0 && !isDoubted && candidate.score >= 2.2
  return (
    !registered(candidate) &&
    /\p{L}{2,}.*\P{L}\p{L}{3,}/u.test(candidate.name) &&
    (isHead || (candidate.score >= 3 && namesBusiness(candidate.name)))
  )
}

/** A name of several words in letters of more than ordinary size; a single word may be what is left of a drawn logo. */
function isPrintedLarge({ name, score, evidence }: MerchantCandidate): boolean {
  const isLarge = evidence.some((reason) => /^size \+(?:0\.[5-9]|[12])/.test(reason))
  return isLarge && score >= 3 && /\p{L}{3,}.*\P{L}\p{L}{3,}/u.test(name)
}

/** Words of a script that the models do not know come out as look-alikes; only words that are known are believed. */
function isLookAlike(candidate: MerchantCandidate): boolean {
  return !candidate.evidence.some((reason) => /^(?:known chain|business word)/.test(reason))
}

/** The head ends where dates, amounts or column titles begin. */
function headLength(sheet: Sheet, rows: Row[], today: string): number {
  const limit = Math.min(rows.length, 16)
  for (let i = 0; i < limit; i++) {
    const row = rows[i]
    if (!row) break
    const kinds = new Set((sheet.labels.get(row) ?? []).map((label) => label.kind))
    const amounts = moneyIn(sheet, row)
    const isPhone = /\b(?:tel|telp|phone|ph|fax|hp)\b/i.test(row.text)
    const hasAmount =
      amounts.length > 0 && !isPhone && (!isAddress(row.text) || amounts.some((a) => a.decimals > 0))
    // A row of figures alone belongs to the description above it: both are an item.
    const next = rows[i + 1]
    const above = next && moneyIn(sheet, next).length > 0 && next.text.replace(/[^\p{L}]/gu, '').length < 3
    const isBody =
      above || hasAmount || (kinds.has('itemHead') && /\b(?:qty|price|amount|amt|item|desc)/i.test(row.text))
    // The slips of card terminals print the date above the shop.
    const hasDate = findDates(row.text, today).length > 0
    const isNamed = rows.slice(0, i).some((r) => /\p{L}{3}/u.test(r.text) && !isTitle(r.text))
    if (isBody || (hasDate && i > 2 && isNamed)) return i
  }
  return limit
}

function scoreRow(
  row: Row,
  position: number,
  usualHeight: number,
  labels: Map<Row, Label[]>,
): MerchantCandidate {
  const name = cleanName(row.text)
  const evidence: string[] = []
  let score = 0
  const add = (points: number, reason: string) => {
    score += points
    evidence.push(`${reason} ${points > 0 ? '+' : ''}${points.toFixed(1)}`)
  }
  const letters = name.replace(/[^\p{L}]/gu, '')
  add(Math.max(0, 2.4 - 0.3 * position), 'position')
  // A Malaysian receipt is headed by the registered company; elsewhere the brand counts as much.
  if (/\b(?:sdn|s\/?b|berhad)\b/i.test(name)) add(4 - 0.35 * Math.max(0, position - 4), 'legal form')
  else if (legalForm.test(name)) add(2.5, 'legal form')
  const size = row.height / usualHeight
  const legible = row.cells.reduce((sum, c) => sum + c.confidence, 0) / row.cells.length
  if (size > 1.15 && legible > 0.85) add(Math.min(2, (size - 1) * 2), 'size')
  if (namesBusiness(name)) add(1, 'business word')
  if (letters.length >= 3 && name === name.toUpperCase()) add(0.4, 'capitals')
  if (letters.length < 3) add(-2.5, 'too short')
  if (name.length > 45) add(-1.5, 'too long')
  if (!legalForm.test(name) && isAddress(name)) add(-2.5, 'address')
  if (contactLike.test(name) && !legalForm.test(name)) add(-3, 'contact')
  if (isTitle(row.text)) add(-5, 'title')
  if (sloganLike.test(name) || (position > 0 && kitchenOf.test(name))) add(-1.5, 'slogan')
  if (/\b(?:au capital|capital social|cap\. soc)\b/i.test(row.text)) add(-5, 'capital of the company')
  if (/^[([]/.test(row.text)) add(legalForm.test(name) ? -4 : -1, 'in brackets')
  if (/^(?:operated|managed|owned|licensed|run) by\b|^(?:franchisee|licensee)\b/i.test(name))
    add(-4, 'operator')
  if (/^(?:di|de|da|by|inh\.?|[Ii]nhaber:?|[Ff]am\.?|[Ff]amilie|prop\.?|owner:?) \p{Lu}/u.test(name))
    add(-3, 'owner')
  if (numberedShop.test(name)) add(-3, 'number of a shop')
  if (/\p{L}.*#\s?\d{1,5}$/u.test(name) && !numberedThing.test(name)) add(2, 'number of a branch')
  // What stands behind the name, as `CO. REG. NO: 778812-K`, says nothing about it.
  const end = row.text.includes(name) ? row.text.indexOf(name) + name.length : row.text.length
  const kinds = (labels.get(row) ?? []).filter(
    (l) =>
      l.errors === 0 &&
      l.start < end &&
      !['ignore', 'including', 'excluding', 'net', 'thanks'].includes(l.kind),
  )
  const covered = kinds.reduce((sum, l) => sum + l.end - l.start, 0)
  if (covered > 0.5 * row.text.length) add(-2, 'label')
  if (kinds.some((l) => l.kind === 'taxNumber' && l.phrase.length > 2)) add(-3, 'tax number')
  const digits = name.replace(/\D/g, '').length
  if (digits > 4 || digits > letters.length) add(-2, 'digits')
  // Names written on the scan by hand or by a collector stand above the shop's, in small letters.
  if (position === 0 && /^\p{Ll}+(?: \p{Ll}+){0,3}$/u.test(name)) add(-3, 'small letters')
  if (/(?<!\p{L})\p{Ll}+\p{Lu}(?!\p{L})/u.test(name)) add(-2, 'letters in disorder')
  if (legible < 0.85) add(-5 * (0.95 - legible), 'illegible')
  if (/^(?:eur|euro|usd|rm|myr|chf|gbp|rp|kr|pln)$/i.test(name)) add(-4, 'currency')
  if (/[,;]$/.test(row.text.trim())) add(-1, 'goes on')
  return { name, rows: [row], score, evidence }
}

/** Chains known by their words, where no candidate is the chain's name as printed. */
function namesByClues(rows: Row[], printed: MerchantCandidate[]): MerchantCandidate[] {
  return findBrandClues(rows)
    .filter(({ name }) => !printed.some((c) => c.score > 1 && squash(c.name).startsWith(squash(name))))
    .map(({ name, row, score }) => ({
      ...{ name, rows: [row], score },
      evidence: [`words of a chain ${score.toFixed(1)}`],
    }))
}

/** The name in a phrase of thanks: `Thank you for shopping at Walgreens`. */
function thankedNames(rows: Row[]): MerchantCandidate[] {
  return rows.flatMap((row) => {
    const name = thanked.exec(row.text)?.[1]
    if (name === undefined || /^(?:us|here|our|your|with us|shopping|business)\b|\.com/i.test(name)) return []
    return [{ name: cleanName(name), rows: [row], score: 1.2, evidence: ['thanked for +1.2'] }]
  })
}

const thanked =
  /\b(?:thanks?(?: you)?|tq) ?for ?(?:your )?(?:shopping|dining|eating|staying|choosing|visiting|visit|purchase)(?: ?(?:at|with|to|in|by))? ?([\p{L}\d][\p{L}\d '&.-]{2,30})/iu

/** Companies named below the head, as in `Aldi GmbH & Co. KG` at the foot of a receipt headed by a drawn logo. */
function footerNames(rows: Row[], labels: Map<Row, Label[]>): MerchantCandidate[] {
  return rows
    .filter(
      (row) =>
        legalForm.test(repairLegalForm(row.text)) &&
        !(labels.get(row) ?? []).some((l) => ['total', 'grandTotal', 'tax'].includes(l.kind)),
    )
    .map((row) => {
      const name = cleanName(row.text.replace(/,.*$/, ''))
      const long = name.length > 45 || name.split(' ').length > 7
      return {
        name,
        rows: [row],
        score: long || sloganLike.test(name) || processors.test(name) ? -1 : 1.8,
        evidence: ['legal form below the head'],
      }
    })
}

/** Companies that run card terminals and tills; they sign at the foot of other people's receipts. */
const processors =
  /ingenico|worldline|concardis|payone|verifone|adyen|sumup|square|telecash|elavon|first ?data|nets\b|six payment|global payments|worldpay|paymentsense|zettle|stripe|clover|toast|lightspeed|card complete|hobex|evo payments|moneris|cielo|getnet|redsys|nexi|bancontact/i
