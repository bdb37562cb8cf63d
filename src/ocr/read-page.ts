import type { PageText, TextLine } from '../core/reading/page-text.ts'
import type { Models } from './models.ts'
import { readOtherScript } from './other-scripts.ts'
import { pageWarnings } from './page-warnings.ts'
import type { Pixels } from './pixels.ts'
import { cropHeight, maximumCropWidth, type Reading, recognise } from './recognise.ts'
import { showsReceiptsSideBySide } from './side-by-side.ts'
import { type SlopeField, slopeField } from './slope-field.ts'
import { type Brightness, showsReceiptsStacked } from './stacked.ts'
import type { TextBox } from './text-boxes.ts'
import { pageSkew, turnUpright } from './upright.ts'

/** Reads one page of pixels: finds its lines, reads them, and gives their places on the straightened page. */
export async function readPage(models: Models, picture: Pixels): Promise<PageText> {
  const { page, boxes, crop, rotation, contrast } = await turnUpright(models, picture)
  const crops = boxes.map((box) => crop(box, cropHeight, maximumCropWidth))
  const own = await recognise(models.recogniser, crops)
  const readings = await readOtherScript(models.otherScripts, crops, own)
  const evidence = crops.flatMap((picture, index) => {
    const reading = readings[index]
    return reading ? [{ crop: picture, reading }] : []
  })
  const warnings = pageWarnings(evidence, contrast)
  const skew = pageSkew(boxes)
  const straightened = boxes.map((box) => straighten(box, skew, page))
  const field = slopeField(straightened, page.width, page.height)
  const lines = straightened
    .map((box, index) => toLine(box, readings[index], field))
    .filter((line) => line !== null)
    .sort((a, b) => a.y + a.height / 2 - (b.y + b.height / 2))
  const several =
    showsReceiptsSideBySide(lines, page.width) || showsReceiptsStacked(lines, brightnessOf(page, skew, field))
  if (several) warnings.push('multiple_receipts')
  return { width: page.width, height: page.height, lines, source: 'ocr', rotation, warnings }
}

/** Looks at a page where its lines are placed, as if it had been straightened. Green stands for all colours. */
function brightnessOf({ data, width, height }: Pixels, skew: number, field: SlopeField): Brightness {
  const cos = Math.cos(skew)
  const sin = Math.sin(skew)
  return (x, y) => {
    const [fromMiddleX, fromMiddleY] = [x - width / 2, y + field.dropAt(x, y) - height / 2]
    const column = Math.round(width / 2 + fromMiddleX * cos - fromMiddleY * sin)
    const row = Math.round(height / 2 + fromMiddleX * sin + fromMiddleY * cos)
    const inside = column >= 0 && column < width && row >= 0 && row < height
    return inside ? (data[(row * width + column) * 3 + 1] ?? 0) : 255
  }
}

/** Lines read with less certainty than this are stains, creases and edges. */
const minimumConfidence = 0.5

function toLine(box: TextBox, reading: Reading | undefined, field: SlopeField): TextLine | null {
  if (!reading || reading.text === '' || reading.confidence < minimumConfidence) return null
  const angle = box.angle - Math.atan(field.slopeAt(box.centreX, box.centreY))
  const middle = box.centreY - field.dropAt(box.centreX, box.centreY)
  const width = box.width * Math.cos(angle)
  const cropWidth = Math.max(8, Math.min(maximumCropWidth, (box.width / box.height) * cropHeight))
  const left = box.centreX - width / 2
  return {
    text: reading.text,
    confidence: reading.confidence,
    x: left,
    y: middle - (box.height + Math.abs(Math.sin(angle)) * box.width) / 2,
    width,
    height: box.height,
    angle,
    charX: reading.positions.map((position) => left + (position / cropWidth) * width),
  }
}

/** Where a box lies when the page is turned about its middle so that text of this slope runs level. */
function straighten(box: TextBox, skew: number, page: Pixels): TextBox {
  const [cos, sin] = [Math.cos(skew), Math.sin(skew)]
  const fromMiddleX = box.centreX - page.width / 2
  const fromMiddleY = box.centreY - page.height / 2
  return {
    ...box,
    centreX: page.width / 2 + fromMiddleX * cos + fromMiddleY * sin,
    centreY: page.height / 2 + fromMiddleY * cos - fromMiddleX * sin,
    angle: box.angle - skew,
  }
}
