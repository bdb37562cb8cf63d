import { Tensor } from 'onnxruntime-node'
import { addMarks, type SeenLetter } from './marks.ts'
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
export async function recognise(
  { session, characters, marks }: Recogniser,
  crops: Pixels[],
): Promise<Reading[]> {
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
    const own = linesOf(outputs[session.outputNames[0] ?? ''])
    const seen = marks ? linesOf(outputs[session.outputNames[1] ?? '']) : []
    for (const [row, { probabilities, steps, classes }] of own.entries()) {
      const { crop, index } = batch[row] ?? {}
      if (!crop || index === undefined) continue
      const stepWidth = width / steps
      const letters = decode(probabilities, classes, stepWidth, characters)
      const line = seen[row]
      const marked =
        marks && line ? addMarks(letters, { probabilities: line.probabilities, stepWidth, marks }) : letters
      readings[index] = restoreSpaces(toReading(marked), crop)
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

/** What the network answered for a line: for each step one number for each class. */
interface Line {
  probabilities: Float32Array
  steps: number
  /** Some networks have a class more than they have characters. */
  classes: number
}

/** Of each line of a batch. */
function linesOf(output: Tensor | undefined): Line[] {
  const [lines = 0, steps = 0, classes = 0] = output?.dims ?? []
  const data = output?.data
  if (!(data instanceof Float32Array)) throw new Error('The recognition network gave no answer.')
  const size = steps * classes
  return Array.from({ length: lines }, (_, line) => ({
    probabilities: data.subarray(line * size, (line + 1) * size),
    steps,
    classes,
  }))
}

/** Greedy CTC: the best class of each step, repeats merged, blanks dropped. */
function decode(
  probabilities: Float32Array,
  classes: number,
  stepWidth: number,
  characters: string[],
): SeenLetter[] {
  const letters: SeenLetter[] = []
  let previous = 0
  for (let offset = 0, step = 0; offset < probabilities.length; offset += classes, step++) {
    let best = 0
    let probability = probabilities[offset] ?? 0
    for (let index = 1; index < classes; index++) {
      const other = probabilities[offset + index] ?? 0
      if (other > probability) {
        best = index
        probability = other
      }
    }
    if (best !== 0 && best !== previous) {
      letters.push({ text: characters[best] ?? '', position: (step + 0.5) * stepWidth, probability })
    }
    previous = best
  }
  return letters
}

function toReading(letters: SeenLetter[]): Reading {
  const total = letters.reduce((sum, { probability }) => sum + probability, 0)
  return {
    text: withoutSignsInWords(letters.map(({ text }) => text).join('')),
    confidence: letters.length === 0 ? 0 : total / letters.length,
    positions: letters.flatMap(({ text, position }) => Array(text.length).fill(position)),
  }
}

/** A € or £ that touches a letter is a capital E with a speck on it; after a number a tax letter may follow. */
export function withoutSignsInWords(text: string): string {
  return text.replace(/(?<=\p{L})[€£]|(?<!\d ?)[€£](?=\p{L})/gu, 'E')
}
