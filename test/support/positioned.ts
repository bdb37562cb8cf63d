import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { sampleReceipt } from './receipts.ts'

const tiff = new URL('../fixtures/documents/bakery-position.tiff', import.meta.url)

export const imageFormats = ['jpeg', 'png', 'webp', 'tiff'] as const

/** A sample receipt as a phone would write it: with the position, the date and the way it was held. */
export async function positionedReceipt(
  format: (typeof imageFormats)[number] = 'jpeg',
): Promise<Uint8Array<ArrayBuffer>> {
  // sharp writes no GPS directory into TIFF: this one was given it by another tool.
  if (format === 'tiff') return new Uint8Array(readFileSync(tiff))
  const { bytes } = sampleReceipt('006-bakery')
  const picture = sharp(bytes)
    .withExif({
      IFD0: { Make: 'Expensa', Orientation: '6' },
      IFD2: { DateTimeOriginal: '2026:10:03 12:10:00' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '52/1 30/1 5868/100',
        GPSLongitudeRef: 'E',
        GPSLongitude: '13/1 22/1 3972/100',
        GPSDateStamp: '2026:10:03',
      },
    })
    .withMetadata({ orientation: 6 })
  return new Uint8Array(await picture.toFormat(format).toBuffer())
}
