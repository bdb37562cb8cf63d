import sharp from 'sharp'
import type { Pixels } from '../src/ocr/pixels.ts'
import { cropHeight, maximumCropWidth } from '../src/ocr/recognise.ts'
import type { Random } from './random.ts'

/** A line of type as a printer and a camera may show it, cut out as the detector cuts. */
export async function render(text: string, random: Random, typefaces: string[]): Promise<Pixels> {
  const size = 16 + random() * 36
  const font = typefaces[Math.floor(random() * typefaces.length)]
  const weight = random() < 0.3 ? 700 : 400
  const spacing = random() < 0.3 ? random() * 0.12 * size : 0
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(size * (text.length + 2))}" height="${Math.ceil(size * 2)}">
    <text x="${size}" y="${size * 1.4}" xml:space="preserve" font-family="${font}" font-weight="${weight}" letter-spacing="${spacing}" font-size="${size}">${escaped}</text></svg>`
  const ink = await sharp(Buffer.from(svg))
    .flatten({ background: '#fff' })
    .trim({ background: '#fff', threshold: 40 })
    .toBuffer({ resolveWithObject: true })
  const margin = (share: number) => Math.max(0, Math.round(ink.info.height * (share + random() * 0.16)))
  const padded = sharp(ink.data).extend({
    top: margin(0.02),
    bottom: margin(0.02),
    left: margin(0.05),
    right: margin(0.05),
    background: '#fff',
  })
  const dark = random() * 110
  const light = dark + 60 + random() * (190 - dark)
  const aged = sharp(await padded.png().toBuffer()).linear((light - dark) / 255, dark)
  if (random() < 0.6) aged.blur(0.3 + random() * (size / 28))
  const worn = sharp(await aged.jpeg({ quality: 40 + Math.floor(random() * 55) }).toBuffer())
  const stretch = 0.85 + random() * 0.4
  const { width = 1, height = 1 } = await worn.metadata()
  const target = Math.max(8, Math.min(maximumCropWidth, Math.round((width / height) * cropHeight * stretch)))
  const { data, info } = await worn
    .resize(target, cropHeight, { fit: 'fill' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const noise = random() < 0.5 ? random() * 14 : 0
  for (let index = 0; index < data.length; index++) {
    data[index] = Math.max(0, Math.min(255, (data[index] ?? 0) + (random() + random() - 1) * noise))
  }
  return { data, width: info.width, height: info.height }
}
