import type { PageText, TextLine } from '../core/reading/page-text.ts'
import type { Models } from './models.ts'
import { pageWarnings } from './page-warnings.ts'
import type { Pixels } from './pixels.ts'
import { cropHeight, maximumCropWidth, type Reading, recognise } from './recognise.ts'
import { showsReceiptsSideBySide } from './side-by-side.ts'
import type { TextBox } from './text-boxes.ts'
import { pageSkew, turnUpright } from './upright.ts'

/** Reads one page of pixels: finds its lines, reads them, and gives their places on the straightened page. */
export async function readPage(models: Models, picture: Pixels): Promise<PageText> {
  const { page, boxes, crop, rotation, contrast } = await turnUpright(models, picture)
  const crops = boxes.map((box) => crop(box, cropHeight, maximumCropWidth))
  const readings = await recognise(models.recognition, models.characters, crops)
  const evidence = crops.flatMap((picture, index) => {
    const reading = readings[index]
    return reading ? [{ crop: picture, reading }] : []
  })
  const warnings = pageWarnings(evidence, contrast)
  const skew = pageSkew(boxes)
  const lines = boxes
    .map((box, index) => toLine(box, readings[index], skew, page))
    .filter((line) => line !== null)
    .sort((a, b) => a.y + a.height / 2 - (b.y + b.height / 2))
  if (showsReceiptsSideBySide(lines, page.width)) warnings.push('multiple_receipts')
  return { width: page.width, height: page.height, lines, source: 'ocr', rotation, warnings }
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
