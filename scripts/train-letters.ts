import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import sharp from 'sharp'
import { lastLayer } from '../src/ocr/added-letters.ts'
import { createCropper } from '../src/ocr/crop.ts'
import { decodeImage } from '../src/ocr/decode-image.ts'
import { detectText } from '../src/ocr/detect.ts'
import { knownCharacters, openModels, readModelFile, recognitionFile } from '../src/ocr/models.ts'
import { changeNetwork, readWeights } from '../src/ocr/onnx-file.ts'
import type { Pixels } from '../src/ocr/pixels.ts'
import { cropHeight, maximumCropWidth, planesOf } from '../src/ocr/recognise.ts'
import { type Random, randomOf } from './random.ts'
import { learn, report, type Step } from './train-letters-learn.ts'
import { type Letters, lettersOf, lineOf } from './train-letters-text.ts'

const fonts = [
  ...['DejaVu Sans', 'DejaVu Sans Mono', 'DejaVu Serif', 'DejaVu Sans Condensed'],
  ...['Liberation Sans', 'Liberation Mono', 'Liberation Serif', 'Liberation Sans Narrow'],
  ...['Inconsolata', 'Lato', 'Noto Sans', 'Noto Serif', 'Roboto', 'Roboto Condensed'],
]

export async function trainLetters(options: {
  lines: number
  plain: string[]
  target: string
  /** Weights of an earlier run to go on from. */
  from?: string
}): Promise<void> {
  const letters = lettersOf()
  const backbone = await openBackbone()
  const random = randomOf(options.lines)
  const steps: Step[] = []
  const held: Step[] = []
  let lost = 0
  for (let line = 0; line < options.lines; line++) {
    const text = lineOf(random, letters)
    const crop = await render(text, random, fonts)
    const learnt = stepsOf(await backbone.run(crop), text, letters, backbone.characters, random)
    if (!learnt) lost++
    else (line % 10 === 0 ? held : steps).push(...learnt)
    if (line % 200 === 0) console.error(`${line} lines, ${steps.length} steps, ${lost} lost`)
  }
  for (const folder of options.plain) await addPlain(folder, backbone, steps, random)
  console.error(`${steps.length} steps for learning, ${held.length} to check`)
  const weights = learn(steps, letters, backbone, options.from)
  report(held, letters, weights)
  const size = backbone.size
  writeFileSync(
    options.target,
    `${JSON.stringify({
      letters: letters.map(({ letter }) => letter).join(''),
      weights: Buffer.from(weights.buffer, 0, letters.length * (size + 1) * 4).toString('base64'),
    })}\n`,
  )
}

async function openBackbone() {
  const file = readModelFile(recognitionFile)
  const head = readWeights(file, lastLayer.matrix)
  const bias = readWeights(file, lastLayer.bias)
  const [size = 0, classes = 0] = head.dims
  const session = await InferenceSession.create(
    changeNetwork(file, [], [lastLayer.probabilities, lastLayer.features]),
    {
      intraOpNumThreads: 1,
    },
  )
  const characters = knownCharacters()
  const column = (index: number) =>
    Float32Array.from({ length: size }, (_, row) => head.values[row * classes + index] ?? 0)
  const logit = (features: Float32Array, index: number) => {
    let sum = bias.values[index] ?? 0
    for (let row = 0; row < size; row++)
      sum += (features[row] ?? 0) * (head.values[row * classes + index] ?? 0)
    return sum
  }
  return {
    size,
    characters,
    biasOf: (index: number) => bias.values[index] ?? 0,
    column,
    /** For each step of a line: features, the old classes' probabilities, and the log of their sum. */
    async run(crop: Pixels) {
      const width = Math.ceil(crop.width / 32) * 32
      const outputs = await session.run({
        [session.inputNames[0] ?? 'x']: new Tensor('float32', planesOf([crop], width), [
          1,
          3,
          cropHeight,
          width,
        ]),
      })
      const probabilities = outputs[lastLayer.probabilities]?.data as Float32Array
      const features = outputs[lastLayer.features]?.data as Float32Array
      const count = outputs[lastLayer.probabilities]?.dims[1] ?? 0
      return Array.from({ length: count }, (_, step) => {
        const own = probabilities.slice(step * classes, (step + 1) * classes)
        const seen = features.slice(step * size, (step + 1) * size)
        let best = 0
        for (let index = 1; index < classes; index++) if ((own[index] ?? 0) > (own[best] ?? 0)) best = index
        return {
          features: seen,
          probabilities: own,
          best,
          others: logit(seen, best) - Math.log(own[best] ?? 1),
        }
      })
    },
  }
}

type Backbone = Awaited<ReturnType<typeof openBackbone>>
type Line = Awaited<ReturnType<Backbone['run']>>

/**
 * Which step shows which letter of `text`: the likeliest way through the line that spells it (Viterbi over CTC),
 * where an added letter may look like anything but a blank. Null where even that way is unlikely.
 */
function stepsOf(
  line: Line,
  text: string,
  letters: Letters,
  characters: string[],
  random: Random,
): Step[] | null {
  const added = [...text].map((character) => letters.findIndex(({ letter }) => letter === character))
  const old = [...text].map((character) => characters.indexOf(character))
  const states = 2 * text.length + 1
  const emission = (step: number, state: number) => {
    const probabilities = line[step]?.probabilities
    const at = (state - 1) / 2
    const probability =
      state % 2 === 0
        ? probabilities?.[0]
        : (added[at] ?? -1) >= 0
          ? 1 - (probabilities?.[0] ?? 0)
          : probabilities?.[old[at] ?? 0]
    return Math.log(Math.max(1e-4, probability ?? 0))
  }
  let scores = Float64Array.from({ length: states }, (_, state) => (state < 2 ? emission(0, state) : -1e9))
  const from: Int32Array[] = []
  for (let step = 1; step < line.length; step++) {
    const next = new Float64Array(states).fill(-1e9)
    const back = new Int32Array(states)
    for (let state = 0; state < states; state++) {
      for (const reach of [0, 1, 2]) {
        const previous = state - reach
        if (previous < 0) continue
        if (reach === 2 && (state % 2 === 0 || text[(state - 1) / 2] === text[(previous - 1) / 2])) continue
        if ((scores[previous] ?? -1e9) > (next[state] ?? 0)) {
          next[state] = scores[previous] ?? -1e9
          back[state] = previous
        }
      }
      next[state] = (next[state] ?? 0) + emission(step, state)
    }
    from.push(back)
    scores = next
  }
  let state = (scores[states - 1] ?? 0) > (scores[states - 2] ?? 0) ? states - 1 : states - 2
  if ((scores[state] ?? -1e9) / line.length < -0.35) return null
  const chosen: Step[] = []
  for (let step = line.length - 1; step >= 0; step--) {
    const seen = line[step]
    if (seen) {
      const letter = state % 2 === 1 ? (added[(state - 1) / 2] ?? -1) : -1
      // A blank between two letters teaches little; there are very many.
      if (letter >= 0 ? seen.best !== 0 : seen.best !== 0 || random() < 0.1) {
        chosen.push({ features: seen.features, others: seen.others, letter })
      }
    }
    state = from[step - 1]?.[state] ?? state
  }
  return chosen
}

/** Photos whose text has none of the letters: whatever stands there must not be taken for one. */
async function addPlain(folder: string, backbone: Backbone, steps: Step[], random: Random): Promise<void> {
  const { detection } = await openModels(1)
  for (const file of readdirSync(folder)) {
    const page = await decodeImage(readFileSync(join(folder, file)), 0)
    const crop = createCropper(page)
    for (const box of await detectText(detection, page)) {
      for (const { features, best, others } of await backbone.run(crop(box, cropHeight, maximumCropWidth))) {
        if (best !== 0 || random() < 0.1) steps.push({ features, others, letter: -1 })
      }
    }
  }
}

/** A line of type as a printer and a camera may show it, cut out as the detector cuts. */
export async function render(text: string, random: Random, typefaces: string[]): Promise<Pixels> {
  const size = 16 + random() * 36
  const font = typefaces[Math.floor(random() * typefaces.length)]
  const weight = random() < 0.3 ? 700 : 400
  const spacing = random() < 0.3 ? random() * 0.12 * size : 0
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(size * (text.length + 2))}" height="${Math.ceil(size * 2)}">
    <text x="${size}" y="${size * 1.4}" xml:space="preserve" font-family="${font}" font-weight="${weight}" letter-spacing="${spacing}" font-size="${size}">${escaped}</text></svg>`
  const ink = await sharp(Buffer.from(svg))
    .flatten({ background: '#fff' })
    .trim({ background: '#fff', threshold: 40 })
    .toBuffer({ resolveWithObject: true })
  const margin = (share: number) => Math.max(0, Math.round(ink.info.height * (share + random() * 0.16)))
  const padded = sharp(ink.data).extend({
    top: margin(0.02),
    bottom: margin(0.02),
    left: margin(0.05),
    right: margin(0.05),
    background: '#fff',
  })
  const dark = random() * 110
  const light = dark + 60 + random() * (190 - dark)
  const aged = sharp(await padded.png().toBuffer()).linear((light - dark) / 255, dark)
  if (random() < 0.6) aged.blur(0.3 + random() * (size / 28))
  const worn = sharp(await aged.jpeg({ quality: 40 + Math.floor(random() * 55) }).toBuffer())
  const stretch = 0.85 + random() * 0.4
  const { width = 1, height = 1 } = await worn.metadata()
  const target = Math.max(8, Math.min(maximumCropWidth, Math.round((width / height) * cropHeight * stretch)))
  const { data, info } = await worn
    .resize(target, cropHeight, { fit: 'fill' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const noise = random() < 0.5 ? random() * 14 : 0
  for (let index = 0; index < data.length; index++) {
    data[index] = Math.max(0, Math.min(255, (data[index] ?? 0) + (random() + random() - 1) * noise))
  }
  return { data, width: info.width, height: info.height }
}
