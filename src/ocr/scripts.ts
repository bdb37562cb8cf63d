import { spellWords } from './look-alikes.ts'

/** A script that the main recogniser does not know, and how its readings are told from others. */
export interface Script {
  name: 'japan' | 'korean' | 'cyrillic' | 'greek'
  /** A letter of it that the main recogniser does not know. */
  letter: RegExp
  /** Any letter its recogniser knows and Latin text has not. */
  anyLetter: RegExp
  /** What its readings must show to prove that a page is in this script. */
  proof: RegExp
  /** Lines in it are read with more confidence than this on the whole. */
  leastConfidence: number
  /** Chooses between letters that look alike. */
  spell(text: string): string
}

/** Han characters Japanese and Korean share with Chinese, each in the forms of its own language. */
const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

const han = { anyLetter: eastAsian, proof: eastAsian, leastConfidence: 0, spell: (text: string) => text }

/** Heads see their letters in those of any other script, with up to 0.75. */
const leastOfHeads = 0.82

export const scripts: Script[] = [
  { name: 'japan', letter: /[\p{Script=Hiragana}\p{Script=Katakana}]/u, ...han },
  { name: 'korean', letter: /\p{Script=Hangul}/u, ...han },
  {
    name: 'cyrillic',
    letter: /\p{Script=Cyrillic}/u,
    anyLetter: /\p{Script=Cyrillic}/u,
    // Letters unlike any Latin one or digit.
    proof: /[БГДЖЙЛПФЦЧШЩЪЫЭЮЯбгджзийлптфцчшщъыьэюяЂЉЊЋЏђљњћџ]/,
    leastConfidence: leastOfHeads,
    spell: (text) => spellWords(text, 'cyrillic'),
  },
  {
    name: 'greek',
    letter: /\p{Script=Greek}/u,
    anyLetter: /\p{Script=Greek}/u,
    proof: /[ΓΔΘΛΞΠΣΦΨΩγδζθλμξπσςφψωάέήύώ]/,
    leastConfidence: leastOfHeads,
    spell: (text) => spellWords(text, 'greek'),
  },
]
