import { bendAt } from './bend.ts'
import { halvePixels, type Pixels } from './pixels.ts'
import type { TextBox } from './text-boxes.ts'

/** Cuts turned and bent boxes out of a page as upright pictures of a given height. */
export type Cropper = (box: TextBox, height: number, maximumWidth: number) => Pixels

export function createCropper(page: Pixels): Cropper {
  const levels = [page]
  return (box, height, maximumWidth) => {
    let scale = box.height / height
    let level = 0
    for (; scale >= 2; scale /= 2) level++
    while (levels.length <= level) levels.push(halvePixels(levels[levels.length - 1] ?? page))
    const width = Math.max(8, Math.min(maximumWidth, Math.round((box.width / box.height) * height)))
    return sample(levels[level] ?? page, box, 2 ** level, width, height)
  }
}

function sample(source: Pixels, box: TextBox, reduction: number, width: number, height: number): Pixels {
  const cos = Math.cos(box.angle) / reduction
  const sin = Math.sin(box.angle) / reduction
  const stepAlong = box.width / width
  const stepAcross = box.height / height
  const data = new Uint8Array(width * height * 3)
  const maximumX = source.width - 1
  const maximumY = source.height - 1
  const bends = Float64Array.from({ length: width }, (_, u) => bendAt(box.bend, ((u + 0.5) / width) * 2 - 1))
  let target = 0
  for (let v = 0; v < height; v++) {
    const fromMiddle = (v + 0.5) * stepAcross - box.height / 2
    for (let u = 0; u < width; u++) {
      const across = fromMiddle + (bends[u] ?? 0)
      const along = (u + 0.5) * stepAlong - box.width / 2
      const x = clamp(box.centreX / reduction + along * cos - across * sin - 0.5, maximumX)
      const y = clamp(box.centreY / reduction + along * sin + across * cos - 0.5, maximumY)
      const left = Math.floor(x)
      const top = Math.floor(y)
      const fractionX = x - left
      const fractionY = y - top
      const topLeft = (top * source.width + left) * 3
      const right = left < maximumX ? 3 : 0
      const below = top < maximumY ? source.width * 3 : 0
      for (let channel = topLeft; channel < topLeft + 3; channel++) {
        const a = source.data[channel] ?? 0
        const b = source.data[channel + right] ?? 0
        const c = source.data[channel + below] ?? 0
        const d = source.data[channel + below + right] ?? 0
        const upper = a + (b - a) * fractionX
        data[target++] = upper + (c + (d - c) * fractionX - upper) * fractionY + 0.5
      }
    }
  }
  return { data, width, height }
}

function clamp(value: number, maximum: number): number {
  return Math.max(0, Math.min(value, maximum))
}
