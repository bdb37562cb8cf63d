import { areAlike } from './fold.ts'

/**
 * Words that many names of businesses carry. A word of a name that differs from one of these by a single
 * letter, and by one that recognition confuses with it, is put right: `CONFECTIUNERY`.
 */
const commonWords = new Set(
  (
    'restaurant restaurants restoran restaurante ristorante trattoria pizzeria bakery bakeries backerei boulangerie ' +
    'confectionery patisserie coffee kitchen cuisine seafood supermarket supermarkt supermarche supermercado ' +
    'hypermarket minimarket market markets grocery pharmacy pharmacie farmacia apotheke stationery stationers ' +
    'hardware trading enterprise enterprises holdings marketing management industries services service station ' +
    'petrol petroleum electrical electronics digital furniture fashion gallery studio beauty cosmetics optical ' +
    'jewellery packaging printing catering laundry parking center centre express corner international malaysia ' +
    'singapore indonesia perniagaan kedai runcit niaga pasar mini restoran makan minum company corporation limited ' +
    'group foods chicken noodle noodles steakhouse house garden palace golden dragon royal hotel resort books ' +
    'bookstore motors automobile engineering construction development properties realties retail wholesale'
  ).split(' '),
)

/** The name with garbled common words put right, and strokes that are letters; everything else as printed. */
export function repairWords(name: string): string {
  return withLettersInWords(name).replace(/[\p{L}\d]{6,}/gu, (word) => {
    const key = word.toLowerCase()
    if (commonWords.has(key)) return word
    for (const common of commonWords) {
      if (common.length !== key.length) continue
      const wrong = [...common].flatMap((letter, i) => (letter === key[i] ? [] : [i]))
      const at = wrong[0]
      if (wrong.length !== 1 || at === undefined || !areAlike(common[at] ?? '', key[at] ?? '')) continue
      const right = common[at] ?? ''
      const isCapital =
        word.slice(0, at) + word.slice(at + 1) === (word.slice(0, at) + word.slice(at + 1)).toUpperCase()
      return word.slice(0, at) + (isCapital ? right.toUpperCase() : right) + word.slice(at + 1)
    }
    return word
  })
}

/**
 * Strokes that are letters beyond much doubt: a 1 between small letters (`F1ying`); between capitals an l
 * (`BAKERlES`), and a 0 that has two of them on each side (`SEAF0OD`).
 */
function withLettersInWords(name: string): string {
  return name
    .replace(/(?<=\p{L})1(?=\p{Ll}{2})/gu, 'l')
    .replace(/(?<=\p{Lu})l(?=\p{Lu})/gu, 'I')
    .replace(/(?<=\p{Lu}{2})0(?=\p{Lu}{2})/gu, 'O')
}
