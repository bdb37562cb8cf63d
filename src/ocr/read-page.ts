import type { PageText, TextLine } from '../core/reading/page-text.ts'
import { type Cropper, createCropper } from './crop.ts'
import { detectText } from './detect.ts'
import type { Models } from './models.ts'
import { isSideways, isUpsideDown } from './orientation.ts'
import { type Pixels, turnPixels } from './pixels.ts'
import { cropHeight, maximumCropWidth, type Reading, recognise } from './recognise.ts'
import type { TextBox } from './text-boxes.ts'

/** Reads one page of pixels: finds its lines, reads them, and gives their places on the straightened page. */
export async function readPage(models: Models, picture: Pixels): Promise<PageText> {
  const { page, boxes, crop, rotation } = await turnUpright(models, picture)
  const readings = await recognise(
    models.recognition,
    models.characters,
    boxes.map((box) => crop(box, cropHeight, maximumCropWidth)),
  )
  const skew = pageSkew(boxes)
  const lines = boxes
    .map((box, index) => toLine(box, readings[index], skew, page))
    .filter((line) => line !== null)
    .sort((a, b) => a.y + a.height / 2 - (b.y + b.height / 2))
  return { width: page.width, height: page.height, lines, source: 'ocr', rotation, warnings: [] }
}

/** Radians. The detector finds lines of smaller slope whole; steeper ones it breaks into pieces. */
const steepSkew = 0.28

interface UprightPage {
  page: Pixels
  boxes: TextBox[]
  crop: Cropper
  rotation: 0 | 90 | 180 | 270
}

async function turnUpright(models: Models, picture: Pixels): Promise<UprightPage> {
  let page = picture
  let boxes = await detectText(models.detection, page)
  const sideways = isSideways(boxes)
  if (sideways) {
    page = await turnPixels(page, 90)
    boxes = await detectText(models.detection, page)
  }
  const skew = pageSkew(boxes)
  if (Math.abs(skew) > steepSkew) {
    page = await turnPixels(page, (-skew * 180) / Math.PI)
    boxes = await detectText(models.detection, page)
  }
  const crop = createCropper(page)
  if (!(await isUpsideDown(models, boxes, crop))) return { page, boxes, crop, rotation: sideways ? 90 : 0 }
  page = await turnPixels(page, 180)
  const { width, height } = page
  boxes = boxes.map((box) => ({ ...box, centreX: width - box.centreX, centreY: height - box.centreY }))
  return { page, boxes, crop: createCropper(page), rotation: sideways ? 270 : 180 }
}

/** Lines read with less certainty than this are stains, creases and edges. */
const minimumConfidence = 0.5

function toLine(box: TextBox, reading: Reading | undefined, skew: number, page: Pixels): TextLine | null {
  if (!reading || reading.text === '' || reading.confidence < minimumConfidence) return null
  const cos = Math.cos(skew)
  const sin = Math.sin(skew)
  const fromMiddleX = box.centreX - page.width / 2
  const fromMiddleY = box.centreY - page.height / 2
  const centreX = page.width / 2 + fromMiddleX * cos + fromMiddleY * sin
  const centreY = page.height / 2 + fromMiddleY * cos - fromMiddleX * sin
  const angle = box.angle - skew
  const width = box.width * Math.cos(angle)
  const cropWidth = Math.max(8, Math.min(maximumCropWidth, (box.width / box.height) * cropHeight))
  const left = centreX - width / 2
  return {
    text: reading.text,
    confidence: reading.confidence,
    x: left,
    y: centreY - box.height / 2,
    width,
    height: box.height,
    angle,
    charX: reading.positions.map((position) => left + (position / cropWidth) * width),
  }
}

/** The slope most of the page's text has: the median over its longer lines, by length. */
function pageSkew(boxes: TextBox[]): number {
  const sloped = boxes.filter((box) => box.width > 3 * box.height).sort((a, b) => a.angle - b.angle)
  let half = sloped.reduce((sum, box) => sum + box.width, 0) / 2
  for (const box of sloped) {
    half -= box.width
    if (half <= 0) return box.angle
  }
  return 0
}
