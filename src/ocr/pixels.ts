import sharp from 'sharp'

/** A picture in memory: interleaved 8-bit RGB, row after row. */
export interface Pixels {
  data: Uint8Array
  width: number
  height: number
}

/** Scales by area-averaging filters to exactly this size. */
export async function resizePixels(pixels: Pixels, width: number, height: number): Promise<Pixels> {
  if (width === pixels.width && height === pixels.height) return pixels
  const data = await sharp(pixels.data, {
    raw: { width: pixels.width, height: pixels.height, channels: 3 },
  })
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer()
  return { data, width, height }
}

/** Smooths with a Gaussian of this deviation in pixels. */
export async function blurPixels(pixels: Pixels, deviation: number): Promise<Pixels> {
  const raw = { width: pixels.width, height: pixels.height, channels: 3 } as const
  const data = await sharp(pixels.data, { raw }).blur(deviation).raw().toBuffer()
  return { ...pixels, data }
}

/** Turns clockwise, quarters without interpolating; otherwise the picture grows by white corners. */
export async function turnPixels(pixels: Pixels, degrees: number): Promise<Pixels> {
  const { data, info } = await sharp(pixels.data, {
    raw: { width: pixels.width, height: pixels.height, channels: 3 },
  })
    .rotate(degrees, { background: '#ffffff' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** A rectangle in whole pixels. */
export interface Area {
  left: number
  top: number
  width: number
  height: number
}

/** Copies an area; over the full width nothing is copied. */
export function cutPixels(pixels: Pixels, { left, top, width, height }: Area): Pixels {
  const stride = pixels.width * 3
  if (width === pixels.width) {
    return { data: pixels.data.subarray(top * stride, (top + height) * stride), width, height }
  }
  const data = new Uint8Array(width * height * 3)
  for (let row = 0; row < height; row++) {
    const start = (top + row) * stride + left * 3
    data.set(pixels.data.subarray(start, start + width * 3), row * width * 3)
  }
  return { data, width, height }
}

/** Half the size by averaging 2×2 squares: a cheap guard against aliasing before large reductions. */
export function halvePixels(pixels: Pixels): Pixels {
  const width = pixels.width >> 1
  const height = pixels.height >> 1
  const data = new Uint8Array(width * height * 3)
  const stride = pixels.width * 3
  let target = 0
  for (let y = 0; y < height; y++) {
    let source = 2 * y * stride
    for (let x = 0; x < width; x++, source += 6) {
      for (let channel = source; channel < source + 3; channel++) {
        const sum =
          (pixels.data[channel] ?? 0) +
          (pixels.data[channel + 3] ?? 0) +
          (pixels.data[channel + stride] ?? 0) +
          (pixels.data[channel + stride + 3] ?? 0)
        data[target++] = (sum + 2) >> 2
      }
    }
  }
  return { data, width, height }
}
