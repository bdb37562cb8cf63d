import sharp, { type Sharp } from 'sharp'
import { ExpensaError } from '../core/errors.ts'
import type { Pixels } from './pixels.ts'

/** Larger pictures are refused before they are decoded: 200 megapixels is the largest phone camera. */
export const maximumPixels = 200_000_000
/** Pictures are reduced to this while being decoded; letters of receipts stay larger than the recogniser needs. */
export const workingPixels = 8_000_000

/** How many frames a picture has; only TIFF carries several pages. */
export async function countFrames(bytes: Uint8Array): Promise<number> {
  return (await readHeader(bytes)).frames
}

/** One frame as RGB, turned by its orientation tag, transparent parts white, at most `workingPixels`. */
export async function decodeImage(bytes: Uint8Array, frame: number): Promise<Pixels> {
  const { width, height } = await readHeader(bytes, frame)
  try {
    return await toPixels(open(bytes, frame).autoOrient(), width, height)
  } catch (cause) {
    throw corrupt(cause)
  }
}

/** Runs a picture's last steps: size, colours, background. `width` and `height` are those of the source. */
export async function toPixels(image: Sharp, width: number, height: number): Promise<Pixels> {
  const scale = Math.sqrt(workingPixels / (width * height))
  if (scale < 1) {
    const longest = Math.ceil(Math.max(width, height) * scale)
    image.resize(longest, longest, { fit: 'inside' })
  }
  const { data, info } = await image
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  if (info.channels === 3) return { data, width: info.width, height: info.height }
  const rgb = new Uint8Array(info.width * info.height * 3)
  for (let index = 0; index < rgb.length; index++) {
    rgb[index] = data[Math.floor(index / 3) * info.channels] ?? 0
  }
  return { data: rgb, width: info.width, height: info.height }
}

function open(bytes: Uint8Array, frame: number): Sharp {
  return sharp(bytes, { failOn: 'error', limitInputPixels: maximumPixels, page: frame })
}

async function readHeader(bytes: Uint8Array, frame = 0) {
  try {
    const {
      width,
      height,
      pages = 1,
      format,
    } = await sharp(bytes, {
      limitInputPixels: false,
      page: frame,
    }).metadata()
    if (width * height > maximumPixels) throw tooLarge(width, height)
    return { width, height, frames: format === 'tiff' ? pages : 1 }
  } catch (cause) {
    if (cause instanceof ExpensaError) throw cause
    throw corrupt(cause)
  }
}

export function tooLarge(width: number, height: number): ExpensaError {
  return new ExpensaError(
    'image_too_large',
    `The picture has ${width}×${height} pixels; more than ${maximumPixels / 1e6} megapixels are not read.`,
    { hint: 'Save it with fewer pixels, or cut out the receipt, and upload that file.' },
  )
}

export function corrupt(cause: unknown): ExpensaError {
  const [line = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n')
  // Nobody needs the names of the library's parts, nor the colon before details on further lines.
  const reason = line.replace(/(?<=^|: )\w+: |[\s.:]+$/g, '')
  return new ExpensaError('image_corrupt', `The picture is damaged or incomplete: ${reason}.`, {
    hint: 'Open it in a viewer to see what is left; take or copy the picture again and upload that file.',
    cause,
  })
}
