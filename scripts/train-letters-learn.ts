import { readFileSync } from 'node:fs'
import { randomOf } from './random.ts'
import type { Letters } from './train-letters-text.ts'

/** What the recogniser sees in one step of a line, and which added letter stands there (−1: none). */
export interface Step {
  features: Float32Array
  /** Log of the sum of the exponentials of the old classes. */
  others: number
  letter: number
}

/** What is known of the network's own last layer. */
export interface LastLayer {
  /** Features a step. */
  size: number
  characters: string[]
  column(character: number): Float32Array
  biasOf(character: number): number
}

/** Multinomial logistic regression (Adam) for the added classes alone; the old ones stay as they are. */
export function learn(steps: Step[], letters: Letters, layer: LastLayer, from?: string): Float32Array {
  const { size } = layer
  const row = size + 1
  const weights = new Float32Array(letters.length * row)
  letters.forEach(({ like }, index) => {
    const base = Math.max(1, layer.characters.indexOf(like))
    weights.set(layer.column(base), index * row)
    weights[index * row + size] = layer.biasOf(base) - 4
  })
  if (from) startFrom(from, weights, letters, row)
  const first = weights.slice()
  const momentum = new Float32Array(weights.length)
  const spread = new Float32Array(weights.length)
  const gradient = new Float32Array(weights.length)
  const random = randomOf(11)
  const batch = 512
  let update = 0
  for (let epoch = 0; epoch < 32; epoch++) {
    const rate = 0.03 * (1 - epoch / 32) + 0.0005
    let loss = 0
    for (let start = 0; start < steps.length; start += batch) {
      gradient.fill(0)
      for (let item = 0; item < batch; item++) {
        const step = steps[Math.floor(random() * steps.length)]
        if (!step) continue
        const logits = letters.map((_, index) => score(weights, index * row, step.features, size))
        const highest = Math.max(step.others, ...logits)
        let sum = Math.exp(step.others - highest)
        for (const logit of logits) sum += Math.exp(logit - highest)
        const right = step.letter < 0 ? step.others : (logits[step.letter] ?? 0)
        loss += highest + Math.log(sum) - right
        logits.forEach((logit, index) => {
          const error = Math.exp(logit - highest) / sum - (index === step.letter ? 1 : 0)
          if (Math.abs(error) < 1e-4) return
          const at = index * row
          for (let place = 0; place < size; place++) {
            gradient[at + place] = (gradient[at + place] ?? 0) + error * (step.features[place] ?? 0)
          }
          gradient[at + size] = (gradient[at + size] ?? 0) + error
        })
      }
      update++
      for (let index = 0; index < weights.length; index++) {
        const slope = (gradient[index] ?? 0) / batch + 2e-5 * ((weights[index] ?? 0) - (first[index] ?? 0))
        momentum[index] = 0.9 * (momentum[index] ?? 0) + 0.1 * slope
        spread[index] = 0.999 * (spread[index] ?? 0) + 0.001 * slope * slope
        const unbiased = (momentum[index] ?? 0) / (1 - 0.9 ** update)
        const deviation = Math.sqrt((spread[index] ?? 0) / (1 - 0.999 ** update)) + 1e-8
        weights[index] = (weights[index] ?? 0) - (rate * unbiased) / deviation
      }
    }
    console.error(`epoch ${epoch}: loss ${(loss / steps.length).toFixed(4)}`)
  }
  return weights
}

function startFrom(path: string, weights: Float32Array, letters: Letters, row: number): void {
  const earlier = JSON.parse(readFileSync(path, 'utf8'))
  const rows = new Float32Array(Uint8Array.from(Buffer.from(earlier.weights, 'base64')).buffer)
  letters.forEach(({ letter }, index) => {
    const at = [...earlier.letters].indexOf(letter)
    if (at >= 0) weights.set(rows.subarray(at * row, (at + 1) * row), index * row)
  })
}

function score(weights: Float32Array, at: number, features: Float32Array, size: number): number {
  let sum = weights[at + size] ?? 0
  for (let place = 0; place < size; place++) sum += (weights[at + place] ?? 0) * (features[place] ?? 0)
  return sum
}

export function report(held: Step[], letters: Letters, weights: Float32Array): void {
  const size = weights.length / letters.length - 1
  const counts = letters.map(() => ({ shown: 0, right: 0, claimed: 0 }))
  let plain = 0
  let invented = 0
  for (const step of held) {
    let best = -1
    let highest = step.others
    letters.forEach((_, index) => {
      const logit = score(weights, index * (size + 1), step.features, size)
      if (logit > highest) {
        best = index
        highest = logit
      }
    })
    const shown = counts[step.letter]
    const claimed = counts[best]
    if (shown) shown.shown++
    else plain++
    if (claimed) {
      claimed.claimed++
      if (best === step.letter) claimed.right++
      if (step.letter < 0) invented++
    }
  }
  for (const [index, { letter }] of letters.entries()) {
    const { shown = 0, right = 0, claimed = 0 } = counts[index] ?? {}
    console.error(`${letter} found ${right} of ${shown}, right ${right} of ${claimed}`)
  }
  console.error(`plain ${plain}, taken for an added letter ${invented}`)
}
