import added from './added-letters.json' with { type: 'json' }
import { changeNetwork, readWeights } from './onnx-file.ts'

/** The recogniser's last layer turns what it saw in a step of a line into one number for each character. */
export const lastLayer = {
  /** What it saw: so many numbers a step. */
  features: 'transpose_51.tmp_0',
  /** Features × characters, and what is added to each character. */
  matrix: 'linear_85.w_0',
  bias: 'linear_85.b_0',
  probabilities: 'softmax_11.tmp_0',
}

/**
 * The letters the network is taught: those of European languages, € and £. PP-OCRv4 knows Chinese and English, but
 * what it sees tells ö from o all the same. One row a letter: its factors, and its bias; scripts/train-letters.mjs
 * finds them from rendered text.
 */
export const addedLetters = [...added.letters]

/** What the network takes a letter for, where that is not the letter without its mark. */
const alsoLike: Record<string, string> = {
  ...{ ß: 'b8s', æ: 'ae', ø: 'o0eg6', ö: '0', í: 'l1', î: 'l1', ï: 'l1', ç: 'g' },
}

/** The network takes signs for these, and not for other forms of the same letter. */
const signsLike: Record<string, string> = { '€': 'CEG6', '£': 'EFLft' }

/** Letters like none of the network's own: it may leave them out, as a blank. */
const unlikeAny = ['æ', 'Æ']

/** Numbers of the added letters that may be meant where the network by itself sees this character. */
export function formsOf(character: string): number[] {
  if (character === '') return unlikeAny.map((letter) => addedLetters.indexOf(letter))
  const plain = withoutMark(character)
  if (plain === '') return []
  return addedLetters.flatMap((letter, index) => {
    const signs = signsLike[letter]
    const like =
      signs?.includes(character) ??
      `${alsoLike[letter.toLowerCase()] ?? ''}${withoutMark(letter)}`.includes(plain)
    return like ? [index] : []
  })
}

function withoutMark(character: string): string {
  return character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** The recognition network with more characters at the end of its list. */
export function addLetters(network: Uint8Array): Uint8Array {
  const matrix = readWeights(network, lastLayer.matrix)
  const bias = readWeights(network, lastLayer.bias)
  const [features = 0, characters = 0] = matrix.dims
  const bytes = Uint8Array.from(Buffer.from(added.weights, 'base64'))
  const rows = new Float32Array(bytes.buffer)
  const all = characters + addedLetters.length
  const factors = new Float32Array(features * all)
  const biases = new Float32Array(all)
  biases.set(bias.values)
  for (let feature = 0; feature < features; feature++) {
    const row = matrix.values.subarray(feature * characters, (feature + 1) * characters)
    factors.set(row, feature * all)
  }
  for (let letter = 0; letter < addedLetters.length; letter++) {
    const row = rows.subarray(letter * (features + 1), (letter + 1) * (features + 1))
    for (let feature = 0; feature < features; feature++) {
      factors[feature * all + characters + letter] = row[feature] ?? 0
    }
    biases[characters + letter] = row[features] ?? 0
  }
  const weights = [
    { name: lastLayer.matrix, dims: [features, all], values: factors },
    { name: lastLayer.bias, dims: [all], values: biases },
  ]
  return changeNetwork(network, weights, [lastLayer.probabilities])
}
