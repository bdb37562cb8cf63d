import { Tensor } from 'onnxruntime-node'
import { turnedBend } from './bend.ts'
import type { Cropper } from './crop.ts'
import type { Models, Recogniser } from './models.ts'
import type { Pixels } from './pixels.ts'
import { cropHeight, maximumCropWidth, planesOf, type Reading, recognise } from './recognise.ts'
import type { TextBox } from './text-boxes.ts'

/** The direction network reads crops of this width, longer lines squeezed. */
const directionWidth = 192
const votingBoxes = 12
const readingBoxes = 5
/** The network alone is wrong too often on short lines; above this share of votes the recogniser decides. */
const doubt = 0.25
/** Mean confidence of lines in a script that the recogniser knows, the right way up. */
const sureReading = 0.8

/** True where most of the text runs up or down the page: the page lies on its side. */
export function isSideways(boxes: TextBox[]): boolean {
  let across = 0
  let along = 0
  for (const { width, height } of boxes) {
    // Single characters are about as high as wide and say nothing.
    if (width > 1.8 * height) across += width
    else if (height > 1.8 * width) along += height
  }
  return along > across
}

/** True where the lines stand on their heads. */
export async function isUpsideDown(models: Models, boxes: TextBox[], crop: Cropper): Promise<boolean> {
  const longest = boxes.toSorted((a, b) => b.width / b.height - a.width / a.height).slice(0, votingBoxes)
  if (longest.length === 0) return false
  const share = await upsideDownVotes(
    models,
    longest.map((box) => crop(box, cropHeight, directionWidth)),
  )
  if (share < doubt) return false
  const readable = boxes
    .filter((box) => box.width > 3 * box.height && box.width < 12 * box.height)
    .slice(0, readingBoxes)
  const sample = readable.length > 0 ? readable : longest.slice(0, readingBoxes)
  const upright = sample.map((box) => crop(box, cropHeight, maximumCropWidth))
  const turned = sample.map((box) =>
    crop({ ...box, angle: box.angle + Math.PI, bend: turnedBend(box.bend) }, cropHeight, maximumCropWidth),
  )
  let best = await readBothWays(models.recogniser, upright, turned)
  // Where the main recogniser knows neither, it may be another script, which only its own recogniser reads.
  for (const script of best.confidence < sureReading ? models.otherScripts : []) {
    const other = await readBothWays(await script.recogniser(), upright, turned)
    if (other.confidence > Math.max(best.confidence, script.leastConfidence)) best = other
  }
  return best.upsideDown
}

/** Which way lines are read best, and the mean confidence that way. */
async function readBothWays(recogniser: Recogniser, upright: Pixels[], turned: Pixels[]) {
  const readings = await recognise(recogniser, [...upright, ...turned])
  const [as, about] = [readings.slice(0, upright.length), readings.slice(upright.length)]
  const certainty = (some: Reading[]) =>
    some.reduce((sum, { confidence, text }) => sum + confidence * text.length, 0)
  const upsideDown = certainty(about) > certainty(as)
  const better = upsideDown ? about : as
  return {
    upsideDown,
    confidence: better.reduce((sum, { confidence }) => sum + confidence, 0) / better.length,
  }
}

/** Mean probability of standing on the head, by the direction network. */
async function upsideDownVotes({ direction }: Models, crops: Pixels[]): Promise<number> {
  const input = new Tensor('float32', planesOf(crops, directionWidth), [
    crops.length,
    3,
    cropHeight,
    directionWidth,
  ])
  const outputs = await direction.run({ [direction.inputNames[0] ?? 'x']: input })
  const data = outputs[direction.outputNames[0] ?? '']?.data
  if (!(data instanceof Float32Array)) throw new Error('The direction network gave no answer.')
  let sum = 0
  for (let index = 1; index < data.length; index += 2) sum += data[index] ?? 0
  return sum / crops.length
}
