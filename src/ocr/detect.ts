import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { median } from '../core/median.ts'
import { type Area, cutPixels, type Pixels, resizePixels } from './pixels.ts'
import { findTextBoxes, type TextBox } from './text-boxes.ts'

/** Side lengths the network is fed; on receipts larger ones read nothing more and cost time. */
const longSide = 960
const shortSide = 448
const smallestLongSide = 640
/** Long receipts are detected in strips of at most this many pixels, so that memory stays bounded. */
const stripPixels = 800_000
const stripOverlap = 96
/** Strips are as wide as the page: no page may be wider than this on the network's picture. */
const widest = 3200
/**
 * Lines lower than this on the network's picture are often merged or missed, whose boxes are then about as high
 * as this; dot print that is much larger falls apart.
 */
const smallestLine = 17.5
const comfortableLine = 24
const furtherLooks = 2
/** No receipt has fewer lines. */
const fewLines = 4
/** How large the network's picture may become when small lines make it look closer. */
const closestPixels = 3_000_000
/** Looking again costs a fifth of a second; it pays when lines become this much larger. */
const worthwhileGain = 1.2

/** Finds the text lines of a page; boxes are in the page's pixels. */
export async function detectText(session: InferenceSession, page: Pixels): Promise<TextBox[]> {
  let scale = detectionScale(page)
  let boxes = await detectAtScale(session, page, scale)
  const closest = closestScale(page)
  if (boxes.length < fewLines && closest > worthwhileGain * scale) {
    // A blank page, or a receipt so small in its photo that its lines are lost at this scale.
    scale = closest
    boxes = await detectAtScale(session, page, scale)
  }
  for (let look = 0; look < furtherLooks && boxes.length > 0; look++) {
    const area = areaOf(boxes, page)
    const closer = closerScale(area, boxes, scale)
    if (closer < worthwhileGain * scale) break
    const found = await detectAtScale(session, cutPixels(page, area), closer)
    boxes = found.map((box) => ({
      ...box,
      centreX: box.centreX + area.left,
      centreY: box.centreY + area.top,
    }))
    scale = closer
  }
  return boxes
}

/** How close to look at the part of a page that holds its text: a receipt may be a small part of a photo. */
function closerScale(area: Area, boxes: TextBox[], scale: number): number {
  const line = median(boxes.map((box) => Math.min(box.width, box.height))) * scale
  if (line >= smallestLine) return scale
  return Math.min(closestScale(area), (scale * comfortableLine) / line)
}

/** The closest look that memory and time allow for. */
function closestScale({ width, height }: Pick<Pixels, 'width' | 'height'>): number {
  return Math.min(1, Math.sqrt(closestPixels / (width * height)), widest / width)
}

/** Small pictures are enlarged, large ones reduced, long ones kept wide enough to stay legible. */
function detectionScale({ width, height }: Pixels): number {
  const long = Math.max(width, height)
  const short = Math.min(width, height)
  const fitting = Math.max(longSide / long, Math.min(1, shortSide / short))
  return long < smallestLongSide ? smallestLongSide / long : Math.min(1, fitting, widest / width)
}

/** Where the text is, with a margin in which lines may have been missed. */
function areaOf(boxes: TextBox[], page: Pixels): Area {
  const reach = boxes.map((box) => Math.max(box.width, box.height) / 2)
  const edge = (centres: number[], sign: 1 | -1) =>
    sign * Math.max(...centres.map((centre, index) => sign * centre + (reach[index] ?? 0)))
  const x = boxes.map((box) => box.centreX)
  const y = boxes.map((box) => box.centreY)
  const marginX = (edge(x, 1) - edge(x, -1)) * 0.1
  const marginY = (edge(y, 1) - edge(y, -1)) * 0.1
  const left = Math.max(0, Math.floor(edge(x, -1) - marginX))
  const top = Math.max(0, Math.floor(edge(y, -1) - marginY))
  return {
    left,
    top,
    width: Math.min(page.width, Math.ceil(edge(x, 1) + marginX)) - left,
    height: Math.min(page.height, Math.ceil(edge(y, 1) + marginY)) - top,
  }
}

async function detectAtScale(session: InferenceSession, page: Pixels, scale: number): Promise<TextBox[]> {
  const width = networkSide(page.width * scale)
  const height = networkSide(page.height * scale)
  const scaled = await resizePixels(page, width, height)
  const boxes: TextBox[] = []
  for (const [top, bottom] of strips(width, height)) {
    const found = await detectStrip(session, cutPixels(scaled, { left: 0, top, width, height: bottom - top }))
    for (const box of found) {
      const moved = { ...box, centreY: box.centreY + top }
      if (ownedByStrip(moved, top, bottom, height)) boxes.push(moved)
    }
  }
  const scaleX = page.width / width
  const scaleY = page.height / height
  return boxes.map((box) => stretch(box, scaleX, scaleY))
}

function networkSide(length: number): number {
  return Math.max(32, Math.round(length / 32) * 32)
}

function strips(width: number, height: number): [top: number, bottom: number][] {
  if (width * height <= stripPixels) return [[0, height]]
  const highest = Math.max(4 * stripOverlap, stripPixels / width)
  const count = Math.ceil((height - stripOverlap) / (highest - stripOverlap))
  const step = Math.ceil((height - stripOverlap) / count / 32) * 32
  const tops = Array.from({ length: count }, (_, index) => index * step).filter(
    (top) => top === 0 || top + stripOverlap < height,
  )
  return tops.map((top) => [top, Math.min(height, top + step + stripOverlap)])
}

/** A line in an overlap belongs to the strip whose cut is further from its middle. */
function ownedByStrip(box: TextBox, top: number, bottom: number, height: number): boolean {
  const from = top === 0 ? 0 : top + stripOverlap / 2
  const to = bottom === height ? height : bottom - stripOverlap / 2
  return box.centreY >= from && box.centreY < to
}

async function detectStrip(session: InferenceSession, strip: Pixels): Promise<TextBox[]> {
  const { width, height } = strip
  const input = new Tensor('float32', normalise(strip), [1, 3, height, width])
  const outputs = await session.run({ [session.inputNames[0] ?? 'x']: input })
  const data = outputs[session.outputNames[0] ?? '']?.data
  if (!(data instanceof Float32Array)) throw new Error('The detection network gave no probability map.')
  return findTextBoxes({ data, width, height })
}

/** Planes in the order blue, green, red with ImageNet statistics, as the network was trained. */
function normalise({ data, width, height }: Pixels): Float32Array {
  const plane = width * height
  const values = new Float32Array(3 * plane)
  for (let pixel = 0; pixel < plane; pixel++) {
    values[pixel] = ((data[3 * pixel + 2] ?? 0) / 255 - 0.485) / 0.229
    values[plane + pixel] = ((data[3 * pixel + 1] ?? 0) / 255 - 0.456) / 0.224
    values[2 * plane + pixel] = ((data[3 * pixel] ?? 0) / 255 - 0.406) / 0.225
  }
  return values
}

function stretch(box: TextBox, scaleX: number, scaleY: number): TextBox {
  // The two factors differ by rounding to the network's grid only, so the angle stays.
  return {
    centreX: box.centreX * scaleX,
    centreY: box.centreY * scaleY,
    width: box.width * scaleX,
    height: box.height * scaleY,
    angle: box.angle,
    bend: { quadratic: box.bend.quadratic * scaleY, cubic: box.bend.cubic * scaleY },
  }
}
