import { median } from '../core/median.ts'
import { turnedBend } from './bend.ts'
import { enhanceContrast, faintContrast, printedLines } from './contrast.ts'
import { type Cropper, createCropper } from './crop.ts'
import { detectText } from './detect.ts'
import { evenLight } from './even-light.ts'
import type { Models } from './models.ts'
import { isSideways, isUpsideDown } from './orientation.ts'
import { type Pixels, turnPixels } from './pixels.ts'
import type { TextBox } from './text-boxes.ts'

/** Radians. The detector finds lines of smaller slope whole; steeper ones it breaks into pieces. */
const steepSkew = 0.28

/** A page whose lines run from left to right, and where they are. */
export interface UprightPage {
  page: Pixels
  boxes: TextBox[]
  crop: Cropper
  /** Clockwise. */
  rotation: 0 | 90 | 180 | 270
  /** Median contrast of the lines as they were in the picture, 0 to 255. */
  contrast: number
}

/** Finds the lines of a picture and turns it so that they can be read. */
export async function turnUpright(models: Models, picture: Pixels): Promise<UprightPage> {
  let { page, boxes, contrast } = await findLines(models, picture)
  const sideways = isSideways(boxes)
  if (sideways) {
    page = await turnPixels(page, 90)
    boxes = await findPrint(models, page)
  }
  const skew = pageSkew(boxes)
  if (Math.abs(skew) > steepSkew) {
    page = await turnPixels(page, (-skew * 180) / Math.PI)
    boxes = await findPrint(models, page)
  }
  const crop = createCropper(page)
  if (!(await isUpsideDown(models, boxes, crop))) {
    return { page, boxes, crop, contrast, rotation: sideways ? 90 : 0 }
  }
  page = await turnPixels(page, 180)
  const { width, height } = page
  boxes = boxes.map((box) => ({
    ...box,
    centreX: width - box.centreX,
    centreY: height - box.centreY,
    bend: turnedBend(box.bend),
  }))
  return { page, boxes, crop: createCropper(page), contrast, rotation: sideways ? 270 : 180 }
}

/** Faint pictures are enhanced with the tones of the lines that were found at first, and searched again. */
async function findLines(models: Models, picture: Pixels) {
  const found = await detectText(models.detection, picture)
  const { boxes, tones } = printedLines(found, createCropper(picture))
  const contrast = tones.light - tones.dark
  if (boxes.length === 0 || contrast >= faintContrast) return { page: picture, boxes, contrast }
  const lit = await evenLight(picture, tones.light, median(boxes.map((box) => box.height)))
  const page = await enhanceContrast(lit, printedLines(boxes, createCropper(lit)).tones)
  return { page, boxes: await findPrint(models, page), contrast }
}

async function findPrint({ detection }: Models, page: Pixels): Promise<TextBox[]> {
  return printedLines(await detectText(detection, page), createCropper(page)).boxes
}

/** The slope most of the page's text has: the median over its longer lines, by length. */
export function pageSkew(boxes: TextBox[]): number {
  const sloped = boxes.filter((box) => box.width > 3 * box.height).sort((a, b) => a.angle - b.angle)
  let half = sloped.reduce((sum, box) => sum + box.width, 0) / 2
  for (const box of sloped) {
    half -= box.width
    if (half <= 0) return box.angle
  }
  return 0
}
