import { createRequire } from 'node:module'
import sharp from 'sharp'
import { corrupt, maximumPixels, tooLarge, toPixels } from './decode-image.ts'
import type { Pixels } from './pixels.ts'

/** The part of libheif's JavaScript interface that is used here; the package carries no types for it. */
interface HeifImage {
  get_width(): number
  get_height(): number
  display(
    target: { data: Uint8ClampedArray; width: number; height: number },
    done: (filled: unknown) => void,
  ): void
  free(): void
}
interface Libheif {
  HeifDecoder: new () => { decode(bytes: Uint8Array): HeifImage[] }
}

/**
 * The first picture of a HEIC file, upright: libheif applies the file's own rotation. sharp's prebuilt binaries
 * leave out HEVC, so this runs libheif as WebAssembly.
 */
export async function decodeHeic(bytes: Uint8Array): Promise<Pixels> {
  const libheif: Libheif = createRequire(import.meta.url)('libheif-js/wasm-bundle')
  let images: HeifImage[] = []
  try {
    images = new libheif.HeifDecoder().decode(bytes)
    const image = images[0]
    if (!image) throw new Error('no picture in the file')
    const width = image.get_width()
    const height = image.get_height()
    if (width * height > maximumPixels / 2) throw tooLarge(width, height)
    const data = new Uint8ClampedArray(width * height * 4)
    await new Promise<void>((resolve, reject) => {
      image.display({ data, width, height }, (filled) =>
        filled ? resolve() : reject(new Error('its data cannot be decoded')),
      )
    })
    return await toPixels(sharp(data, { raw: { width, height, channels: 4 } }), width, height)
  } catch (cause) {
    throw cause instanceof Error && cause.name === 'ExpensaError' ? cause : corrupt(cause)
  } finally {
    for (const image of images) image.free()
  }
}
