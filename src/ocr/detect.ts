import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { cutPixels, type Pixels, resizePixels } from './pixels.ts'
import { findTextBoxes, type TextBox } from './text-boxes.ts'

/** Side lengths the network is fed; on receipts larger ones read nothing more and cost time. */
const longSide = 960
const shortSide = 448
const smallestLongSide = 640
/** Long receipts are detected in strips so that memory stays bounded; lines cut by a strip's end are in the overlap. */
const stripHeight = 1280
const stripOverlap = 96

/** Finds the text lines of a page; boxes are in the page's pixels. */
export async function detectText(session: InferenceSession, page: Pixels): Promise<TextBox[]> {
  const scale = detectionScale(page)
  const width = networkSide(page.width * scale)
  const height = networkSide(page.height * scale)
  const scaled = await resizePixels(page, width, height)
  const boxes: TextBox[] = []
  for (const [top, bottom] of strips(height)) {
    const found = await detectStrip(session, cutPixels(scaled, top, bottom - top))
    for (const box of found) {
      const moved = { ...box, centreY: box.centreY + top }
      if (ownedByStrip(moved, top, bottom, height)) boxes.push(moved)
    }
  }
  const scaleX = page.width / width
  const scaleY = page.height / height
  return boxes.map((box) => stretch(box, scaleX, scaleY))
}

/** Small pictures are enlarged, large ones reduced, long ones kept wide enough to stay legible. */
function detectionScale({ width, height }: Pixels): number {
  const long = Math.max(width, height)
  const short = Math.min(width, height)
  const fitting = Math.max(longSide / long, Math.min(1, shortSide / short))
  return long < smallestLongSide ? smallestLongSide / long : Math.min(1, fitting)
}

function networkSide(length: number): number {
  return Math.max(32, Math.round(length / 32) * 32)
}

function strips(height: number): [top: number, bottom: number][] {
  if (height <= stripHeight) return [[0, height]]
  const count = Math.ceil((height - stripOverlap) / (stripHeight - stripOverlap))
  const step = Math.ceil((height - stripOverlap) / count / 32) * 32
  return Array.from({ length: count }, (_, index) => [
    index * step,
    Math.min(height, index * step + step + stripOverlap),
  ])
}

/** In an overlap the strip in which the line's middle lies further from the cut keeps it. */
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
  }
}
