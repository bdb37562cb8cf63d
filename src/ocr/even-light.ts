import { darkPhoto } from './contrast.ts'
import { greyOf, tonesOf } from './grey.ts'
import { type Pixels, resizePixels } from './pixels.ts'

/** How much lighter shadows are made at most; what is darker still is no paper. */
const strongestGain = 2.5

/**
 * The picture as if its paper were lit evenly with this light: every pixel is lightened or darkened as the paper
 * around it asks for. The paper's tone is the lightest of each square of this size, which should be a line's height.
 * Photos that are dark all over stay as they are: lighting them up makes letters of their grain.
 */
export async function evenLight(page: Pixels, light: number, square: number): Promise<Pixels> {
  const { data, width, height } = page
  const grey = greyOf(page)
  if (tonesOf(grey).light < darkPhoto) return page
  const ground = await resizePixels(groundOf(page, grey, Math.max(8, Math.round(square))), width, height)
  // In place: pictures are large.
  const even = ground.data
  for (let i = 0; i < data.length; i++) {
    const gain = Math.min(strongestGain, light / Math.max(1, ground.data[i] ?? 0))
    // Rounded: what is cut off here would be spread into stains.
    even[i] = Math.min(255, Math.round((data[i] ?? 0) * gain))
  }
  return { data: even, width, height }
}

/** One pixel for each square, of the tone of its lightest parts. */
function groundOf(page: Pixels, grey: Uint8Array, square: number): Pixels {
  const width = Math.ceil(page.width / square)
  const height = Math.ceil(page.height / square)
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [left, right] = [x * square, Math.min(page.width, (x + 1) * square)]
      const values: number[] = []
      for (let row = y * square; row < Math.min(page.height, (y + 1) * square); row++) {
        for (let at = left; at < right; at++) values.push(grey[row * page.width + at] ?? 0)
      }
      data.fill(tonesOf(Uint8Array.from(values)).light, (y * width + x) * 3, (y * width + x) * 3 + 3)
    }
  }
  return { data, width, height }
}
