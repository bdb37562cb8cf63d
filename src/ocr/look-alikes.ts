/** Letters that have one form in Latin and in another script. */
export const lookAlikes: Record<'cyrillic' | 'greek', [latin: string, own: string]> = {
  cyrillic: ['ABCEHIJKMOPSTXYaceijopsxyh', 'АВСЕНІЈКМОРЅТХҮасеіјорѕхуһ'],
  greek: ['ABEHIKMNOPTXYZoukvxpw', 'ΑΒΕΗΙΚΜΝΟΡΤΧΥΖουκνχρω'],
}

/** A Greek or Cyrillic letter beside a Latin one, or a sign in place of a letter: no word is written so. */
export const mixedAlphabets =
  /\p{Script=Latin}[\p{Script=Greek}\p{Script=Cyrillic}]|[\p{Script=Greek}\p{Script=Cyrillic}]\p{Script=Latin}|[∑∧]/u

/**
 * What a head sees cannot tell Latin letters from the script's own where both look alike, nor, in most of the Cyrillic
 * ones, capitals from small letters: the other letters of the word tell.
 */
export function spellWords(text: string, script: 'cyrillic' | 'greek'): string {
  const [latin, own] = lookAlikes[script]
  const round = script === 'greek' ? 'Ο' : 'О'
  return text.replace(/(?<![\p{L}\d])[\p{L}03]+(?![\p{L}\d])/gu, (word) => {
    if ((word.match(/\p{L}/gu)?.length ?? 0) < 2) return word
    const withLetters = word.replaceAll('0', round)
    const letters = [...(script === 'greek' ? withLetters : withLetters.replaceAll('3', 'З'))]
    const foreign = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length
    const native = letters.filter(
      (letter) => !/\p{Script=Latin}/u.test(letter) && !own.includes(letter),
    ).length
    return sameCase(
      foreign > native ? letters.map((letter) => latin[own.indexOf(letter)] ?? letter) : letters,
    ).join('')
  })
}

/** All but the first letter of a word in one case, that of most of them. */
function sameCase(letters: string[]): string[] {
  if (letters.length < 3) return letters
  const capitals = letters.filter((letter) => letter !== letter.toLowerCase()).length
  if (capitals * 2 > letters.length) return letters.map(capital)
  return letters.map((letter, index) => {
    if (index === 0) return letter
    const small = letter.toLowerCase()
    return small === 'σ' && index === letters.length - 1 ? 'ς' : small
  })
}

/** Some small letters have no capital of their own, but two or three signs. */
function capital(letter: string): string {
  const upper = letter.toUpperCase()
  return upper.length === 1 ? upper : letter
}
