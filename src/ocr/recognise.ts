import { Tensor } from 'onnxruntime-node'
import type { Recogniser } from './models.ts'
import type { Pixels } from './pixels.ts'
import { restoreSpaces } from './word-spaces.ts'

/** What was read in one crop. `positions[i]` is the crop column of the middle of `text[i]`. */
export interface Reading {
  text: string
  confidence: number
  positions: number[]
}

/** The height the recognition network reads. */
export const cropHeight = 48
/** Longer lines are squeezed; a receipt's line has rarely more than 60 letters. */
export const maximumCropWidth = 1536
const widthStep = 32
/** Batches are small: from about 1000 columns on, the network's layers no longer fit the processor's cache. */
const batchWidth = 768

/** Reads crops of `cropHeight`. Results are in the order of the crops. */
export async function recognise(recogniser: Recogniser, crops: Pixels[]): Promise<Reading[]> {
  const { session } = recogniser
  const readings: Reading[] = new Array(crops.length)
  const byWidth = crops.map((crop, index) => ({ crop, index })).sort((a, b) => a.crop.width - b.crop.width)
  while (byWidth.length > 0) {
    const widest = byWidth[byWidth.length - 1]?.crop.width ?? 0
    const width = Math.ceil(widest / widthStep) * widthStep
    const batch = byWidth.splice(-Math.max(1, Math.floor(batchWidth / width)))
    const input = new Tensor(
      'float32',
      planesOf(
        batch.map((item) => item.crop),
        width,
      ),
      [batch.length, 3, cropHeight, width],
    )
    const outputs = await session.run({ [session.inputNames[0] ?? 'x']: input })
    const output = outputs[session.outputNames[0] ?? '']
    const [, steps = 0, classes = 0] = output?.dims ?? []
    if (!(output?.data instanceof Float32Array)) throw new Error('The recognition network gave no answer.')
    for (const [row, { crop, index }] of batch.entries()) {
      const probabilities = output.data.subarray(row * steps * classes, (row + 1) * steps * classes)
      const reading = decode(probabilities, classes, width / steps, recogniser)
      readings[index] = restoreSpaces(reading, crop)
    }
  }
  return readings
}

/** Planes blue, green, red in -1…1; the space right of a narrower crop stays 0, as in training. */
export function planesOf(crops: Pixels[], width: number): Float32Array {
  const plane = width * cropHeight
  const values = new Float32Array(crops.length * 3 * plane)
  crops.forEach((crop, index) => {
    for (let y = 0; y < cropHeight; y++) {
      for (let x = 0; x < crop.width; x++) {
        const source = (y * crop.width + x) * 3
        const target = index * 3 * plane + y * width + x
        values[target] = (crop.data[source + 2] ?? 0) / 127.5 - 1
        values[target + plane] = (crop.data[source + 1] ?? 0) / 127.5 - 1
        values[target + 2 * plane] = (crop.data[source] ?? 0) / 127.5 - 1
      }
    }
  })
  return values
}

/** An added letter must be likely, and this much likelier than what the network takes it for: specks look like marks. */
const markCertainty = 3.5
const likelyMark = 0.5

/**
 * Greedy CTC: the best class of each step, repeats merged, blanks dropped. An added letter counts only where the
 * network's own best guess resembles it.
 */
function decode(
  probabilities: Float32Array,
  classes: number,
  stepWidth: number,
  { characters, known, markedForms }: Recogniser,
): Reading {
  let text = ''
  let total = 0
  let count = 0
  const positions: number[] = []
  let previous = 0
  for (let offset = 0, step = 0; offset < probabilities.length; offset += classes, step++) {
    let best = 0
    let bestProbability = probabilities[offset] ?? 0
    for (let index = 1; index < known; index++) {
      const probability = probabilities[offset + index] ?? 0
      if (probability > bestProbability) {
        best = index
        bestProbability = probability
      }
    }
    const own = best
    let needed = Math.max(likelyMark, markCertainty * bestProbability)
    for (const index of markedForms.get(best) ?? []) {
      const probability = probabilities[offset + index] ?? 0
      if (probability <= needed) continue
      best = index
      bestProbability = probability
      needed = probability
    }
    if (best !== 0 && best !== previous) {
      const character = characters[best] ?? ''
      text += character
      for (let unit = 0; unit < character.length; unit++) positions.push((step + 0.5) * stepWidth)
      total +=
        best === own
          ? bestProbability / knownShare(probabilities, offset + known, classes - known)
          : bestProbability
      count++
    }
    previous = best
  }
  return { text: withoutSignsInWords(text), confidence: count === 0 ? 0 : total / count, positions }
}

/** How much of a step's probability went to the network's own characters: added letters take a share unasked. */
function knownShare(probabilities: Float32Array, start: number, count: number): number {
  let added = 0
  for (let index = start; index < start + count; index++) added += probabilities[index] ?? 0
  return Math.max(1e-3, 1 - added)
}

/** A € or £ that touches a letter is a capital E with a speck on it; after a number a tax letter may follow. */
export function withoutSignsInWords(text: string): string {
  return text.replace(/(?<=\p{L})[€£]|(?<!\d ?)[€£](?=\p{L})/gu, 'E')
}
