import { squash } from './fold.ts'
import type { MerchantCandidate } from './merchant-support.ts'
import { isAddress, isGeneric, isTitle, legalForm } from './merchant-words.ts'
import type { Row } from './rows.ts'

/** Legal forms that stand in front: what follows is the whole name of the company behind the shop. */
const formInFront =
  /^(?:(?:PT|CV|SIA|UAB|SARL|SASU?|EURL|S\.?C\.?|OOO)\b|(?:ООО|ТОВ|ЗАО|ОАО|ПАТ|АО|ИП|ФОП)(?!\p{L}))/iu

/** A registration number in brackets or introduced by a word: what stands above it is the whole name. */
const registered = /[([{][A-Z]{0,3}\s?\d{5,}[\s-]*[A-Z]?[)\]}]|\b(?:co|company|reg|roc|ssm)\b.*\d{5,}/i

/**
 * Names that run over two rows: the second is a legal form or common words only, the first is (`RESTORAN`), or
 * ends in a word that goes on, or a registration number tells where the name ends.
 */
export function joinWrapped(head: Row[], singles: MerchantCandidate[]): MerchantCandidate[] {
  const joined: MerchantCandidate[] = []
  for (let i = 0; i + 1 < head.length; i++) {
    const [first, second, next] = [head[i], head[i + 1], head[i + 2]]
    const [a, b] = [singles[i], singles[i + 1]]
    if (!first || !second || !a || !b || a.score < 0 || legalForm.test(a.name)) continue
    const form = legalForm.exec(b.name)
    const leftover = form ? squash(b.name.replace(legalForm, '')) : ''
    const ownCompany = formInFront.test(b.name) && /\p{L}{4}/u.test(leftover)
    const shortTail = form !== null && !ownCompany && (leftover.length <= 3 || form.index === 0)
    const hangs =
      /(?:&|-|\band|\bof|\bthe|\bde|\bdi|\bund|\bet)$/i.test(first.text) ||
      /^(?:&|and\b|dan\b|und\b)/i.test(second.text)
    const points = shortTail ? 3.5 : (hangs && b.score > -1) || goesOn(first, second, a, b, next) ? 1.5 : null
    if (points === null) continue
    joined.push({
      name: `${a.name} ${b.name}`,
      rows: [first, second],
      score: Math.max(a.score, b.score) + points,
      evidence: [
        ...a.evidence,
        ...b.evidence.filter((e) => e.startsWith('legal')),
        'goes on in the next row',
      ],
    })
  }
  return joined
}

/** Whether two rows of one print are the two halves of a name, as far as their words show it. */
function goesOn(first: Row, second: Row, a: MerchantCandidate, b: MerchantCandidate, next?: Row): boolean {
  const ratio = first.height / second.height
  if (ratio > 1.4 || ratio < 0.7 || a.score < 0.5 || isTitle(first.text) || isTitle(second.text)) return false
  if (isAddress(b.name) || /\d{2}/.test(a.name + b.name) || squash(a.name).length < 3) return false
  // A place in brackets may belong to the name, `(KLANG) SDN BHD`; a remark in brackets does not.
  const withoutPlace = b.name.replace(/^\([\p{L} .]{2,16}\)(?=.)/u, '')
  if (/^[([]/.test(withoutPlace) || squash(b.name).length < 2) return false
  const rest = withoutPlace.replace(legalForm, '').trim()
  if (isGeneric(rest)) return true
  const isLast =
    registered.test(second.text) ||
    (next !== undefined && /^\W*[([{]/.test(next.text) && registered.test(next.text))
  const isShort = rest.split(/\s+/).length <= 2 && !legalForm.test(b.name)
  return b.score > -1 && (isGeneric(a.name) || (isLast && isShort))
}
