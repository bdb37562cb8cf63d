import type { Pixels } from './pixels.ts'

/** A picture's brightness, 0 to 255, row after row. */
export function greyOf({ data, width, height }: Pixels): Uint8Array {
  const grey = new Uint8Array(width * height)
  for (let pixel = 0, source = 0; pixel < grey.length; pixel++, source += 3) {
    grey[pixel] =
      ((data[source] ?? 0) * 77 + (data[source + 1] ?? 0) * 150 + (data[source + 2] ?? 0) * 29) >> 8
  }
  return grey
}

/** The brightness of the darkest, the middle and the lightest parts; single odd pixels left out. */
export interface Tones {
  dark: number
  middle: number
  light: number
}

export function tonesOf(grey: Uint8Array): Tones {
  const histogram = new Uint32Array(256)
  for (const value of grey) histogram[value] = (histogram[value] ?? 0) + 1
  const at = (share: number) => {
    let seen = 0
    return histogram.findIndex((count) => {
      seen += count
      return seen > share * grey.length
    })
  }
  return { dark: at(0.04), middle: at(0.5), light: at(0.96) }
}
