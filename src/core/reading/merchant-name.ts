import { legalForm, namesPlace, repairLegalForm } from './merchant-words.ts'
import { repairWords } from './name-words.ts'
import { wholeWords } from './whole-words.ts'

/** A registration number behind a company's name, in brackets or introduced by a word. */
const registration = wholeWords(
  /[\s,]*(?:[([{]\s*[A-Z]{0,3}[-\s]?\d{3,}[\dA-Z\s/.-]*[)\]}]?|[([{]?\s*\b(?:co\.?|company|business|reg|roc|ssm|gst|uen|abn|vat|tax|nip|cif|nif|siret|tin|npwp|p\.?\s?iva|st\.?\s?nr|ust)[.\s]*(?:reg(?:istration)?|id|no|nr|number)?[.\s]*(?:no|nr)?[.:\s#]*[A-Z]{0,4}\d[\dA-Z\s/.-]*[)\]}]?|\d{5,}\s?-?\s?[A-Z]?)\s*\W*$/i,
)

/** A name as printed, without registration numbers, greetings and stray signs around it. */
export function cleanName(text: string): string {
  let name = repairLegalForm(text.replace(/^\W*welcome\s+to\s+/i, ''))
  const isRegistered = legalForm.exec(name)
  if (isRegistered) {
    // What follows the legal form in brackets with digits is a registration; names of places in brackets stay.
    const behind = name.slice(isRegistered.index + isRegistered[0].length)
    const isRegistration = /^[\s.,:;-]*[([]?[\s\w.:/-]*\d{3,}|^\s*[-,]\s/.test(behind)
    // In front of a name the form says nothing about what follows: PT Kota Makmur.
    const isAddress = isRegistered.index > 2 && !/^\s*[([]/.test(behind) && namesPlace(behind)
    if (isRegistration || isAddress) name = name.slice(0, isRegistered.index + isRegistered[0].length)
  }
  // A slogan in quotes, or one quotation mark without the other.
  name = name.replace(/(?<=\p{L}{4}\s)["„“][^"„“”]{8,}["“”]?[\s\d]*$/u, '')
  if ((name.match(/["„“”]/g) ?? []).length === 1) name = name.replace(/["„“”]/g, '')
  return repairWords(name)
    .replace(/\s+(?:phone|tel|ph|fax)(?![\p{L}\p{M}]).*$/iu, '')
    .replace(/\s?#\s?\d{5,}[\d-]*$/, '')
    .replace(registration, '')
    .replace(/^[\s*#=_~.,:;'"|<>-]+/, '')
    .replace(/[\s*#=_~,:;'"|<>-]+$/, '')
    .replace(/\s+/g, ' ')
    .trim()
}
