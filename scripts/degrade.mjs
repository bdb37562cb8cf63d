// Makes hard pictures of good ones: each condition becomes a labelled set, for ocr-dump.mjs and eval-reader.mjs.
//
//   node scripts/degrade.mjs <receipts folder> <target folder> [receipts a set] [condition ...]
//
// Only receipts of part A are taken; see split.ts. The same receipts and seed give the same pictures.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import sharp from 'sharp'

const { outputFiles } = await build({
  stdin: {
    contents: "export * from './random.ts'; export * from './split.ts'",
    resolveDir: fileURLToPath(new URL('.', import.meta.url)),
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
})
const { partOf, randomOf } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`)

/** A picture as its own pixels: RGB floats are avoided, receipts are large. */
async function open(bytes, longest = 2200) {
  const { data, info } = await sharp(bytes)
    .autoOrient()
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .resize(longest, longest, { fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: info.channels }
}

const encode = ({ data, width, height, channels }) => sharp(data, { raw: { width, height, channels } })
const jpeg = (image, quality = 85) => image.jpeg({ quality }).toBuffer()

/** Every pixel of the result is taken from where `place` says it was; outside lies `ground`. */
function warp(image, width, height, place, ground = () => [70, 62, 55]) {
  const { channels } = image
  const data = Buffer.alloc(width * height * channels)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [sourceX, sourceY] = place(x, y)
      const target = (y * width + x) * channels
      const left = Math.floor(sourceX)
      const top = Math.floor(sourceY)
      if (left < 0 || top < 0 || left >= image.width - 1 || top >= image.height - 1) {
        const colour = ground(x, y)
        for (let channel = 0; channel < channels; channel++) data[target + channel] = colour[channel]
        continue
      }
      const fractionX = sourceX - left
      const fractionY = sourceY - top
      for (let channel = 0; channel < channels; channel++) {
        const at = (dx, dy) => image.data[((top + dy) * image.width + left + dx) * channels + channel]
        const upper = at(0, 0) + (at(1, 0) - at(0, 0)) * fractionX
        const lower = at(0, 1) + (at(1, 1) - at(0, 1)) * fractionX
        data[target + channel] = upper + (lower - upper) * fractionY
      }
    }
  }
  return { data, width, height, channels }
}

/** Multiplies each pixel by `light(x, y)`, both from 0 to 1 over the picture, and adds noise of a deviation. */
function shade(image, light, noise = 0, seed = 1) {
  const next = randomOf(seed)
  const { data, width, height, channels } = image
  const shaded = Buffer.alloc(data.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const factor = light(x / width, y / height)
      for (let channel = 0; channel < channels; channel++) {
        const index = (y * width + x) * channels + channel
        const grain = noise === 0 ? 0 : (next() + next() + next() + next() - 2) * 1.73 * noise
        shaded[index] = Math.max(0, Math.min(255, data[index] * factor + grain))
      }
    }
  }
  return { ...image, data: shaded }
}

/** Smooth noise from 0 to 1: values at the points of a grid, blended between them. */
function hills(cells, seed) {
  const next = randomOf(seed)
  const grid = Array.from({ length: (cells + 2) ** 2 }, next)
  const smooth = (t) => t * t * (3 - 2 * t)
  return (x, y) => {
    const left = Math.min(cells, Math.floor(x * cells))
    const top = Math.min(cells, Math.floor(y * cells))
    const at = (dx, dy) => grid[(top + dy) * (cells + 2) + left + dx]
    const fractionX = smooth(x * cells - left)
    const fractionY = smooth(y * cells - top)
    const upper = at(0, 0) + (at(1, 0) - at(0, 0)) * fractionX
    return upper + (at(0, 1) + (at(1, 1) - at(0, 1)) * fractionX - upper) * fractionY
  }
}

/** Wood-like boards under the receipt. */
function table(seed) {
  const grain = hills(60, seed)
  return (x, y) => {
    const tone = 90 + 70 * grain((x % 997) / 997, (y % 4001) / 40_000) - (x % 400 < 4 ? 50 : 0)
    return [tone, tone * 0.75, tone * 0.55]
  }
}

/** Seen from the lower edge: the far edge is `narrow` as wide as the near one, and the picture leans. */
function tilt(image, narrow, lean) {
  const { width, height } = image
  return warp(image, width, height, (x, y) => {
    const near = y / height
    const share = narrow + (1 - narrow) * near
    const depth = near / (near + (1 - near) / narrow)
    const middle = width / 2 + lean * width * (1 - near)
    return [(x - middle) / share + width / 2, (near * 0.4 + depth * 0.6) * height]
  })
}

function curl(image, amount) {
  const { width, height } = image
  const margin = Math.ceil(amount * width)
  return warp(image, width, height + 2 * margin, (x, y) => [
    x,
    y - margin + margin * Math.sin((x / width) * Math.PI * 1.3 + 0.4),
  ])
}

function crumple(image, seed) {
  const { width, height } = image
  const [across, down] = [hills(7, seed), hills(9, seed + 1)]
  const reach = width * 0.035
  const moved = warp(image, width, height, (x, y) => {
    const [u, v] = [x / width, y / height]
    return [x + (across(u, v) - 0.5) * reach, y + (down(u, v) - 0.5) * reach]
  })
  const folds = hills(11, seed + 2)
  return shade(moved, (x, y) => 0.62 + 0.38 * folds(x, y) - (Math.abs(folds(x, y) - 0.5) < 0.015 ? 0.15 : 0))
}

function onTable(image, seed) {
  const [width, height] = [3000, 4000]
  const scale = Math.min((0.38 * width) / image.width, (0.6 * height) / image.height)
  const angle = 0.12 * (randomOf(seed)() < 0.5 ? -1 : 1)
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale]
  return warp(
    image,
    width,
    height,
    (x, y) => {
      const [dx, dy] = [x - width * 0.56, y - height * 0.45]
      return [dx * cos + dy * sin + image.width / 2, dy * cos - dx * sin + image.height / 2]
    },
    table(seed),
  )
}

const conditions = {
  clean: async (bytes) => jpeg(encode(await open(bytes)), 90),
  'skew-7': async (bytes) => jpeg(encode(await open(bytes)).rotate(7, { background: '#4a4038' })),
  'turn-90-skew-12': async (bytes) => jpeg(encode(await open(bytes)).rotate(102, { background: '#4a4038' })),
  perspective: async (bytes) => jpeg(encode(tilt(await open(bytes), 0.62, 0.12))),
  curl: async (bytes) => jpeg(encode(curl(await open(bytes), 0.06))),
  crumpled: async (bytes, seed) => jpeg(encode(crumple(await open(bytes), seed)), 80),
  shadow: async (bytes) => {
    const edge = (x, y) => (x + 0.5 * y > 0.75 ? 0.32 : 1) * (0.7 + 0.3 * y)
    return jpeg(encode(shade(await open(bytes), edge, 3)))
  },
  'dark-noisy': async (bytes, seed) => jpeg(encode(shade(await open(bytes, 1600), () => 0.22, 7, seed)), 60),
  faded: async (bytes) => jpeg(encode(await open(bytes, 1600)).linear(0.22, 185)),
  blur: async (bytes) => {
    const image = await open(bytes, 1400)
    return jpeg(encode(image).blur(Math.max(1, image.height / 800)))
  },
  'width-400': async (bytes) => jpeg(encode(await open(bytes)).resize(400), 75),
  'long-1000': async (bytes) => jpeg(encode(await open(bytes, 1000)), 70),
  'jpeg-12': async (bytes) => jpeg(encode(await open(bytes, 1400)), 12),
  'on-table': async (bytes, seed) => jpeg(encode(onTable(await open(bytes), seed)), 80),
  'on-table-dark': async (bytes, seed) => {
    const lamp = (x, y) => 0.15 + 0.5 * Math.exp(-6 * ((x - 0.3) ** 2 + (y - 0.2) ** 2))
    const photo = shade(onTable(tilt(await open(bytes), 0.85, 0.05), seed), lamp, 5, seed)
    return jpeg(encode(photo).rotate(90), 55)
  },
  'coloured-paper': async (bytes) => {
    const { data, ...image } = await open(bytes)
    const tint = [235 / 255, 195 / 255, 90 / 255]
    return jpeg(encode({ ...image, data: data.map((value, index) => value * tint[index % 3]) }))
  },
  inverted: async (bytes) => jpeg(encode(await open(bytes)).negate()),
}

/** Receipts of part A, evenly from a set. */
function choose(folder, count) {
  const labels = readdirSync(join(folder, 'labels'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, 'labels', file), 'utf8')))
    .filter((label) => partOf(label) === 'a')
  const step = Math.max(1, labels.length / count)
  return Array.from(
    { length: Math.min(count, labels.length) },
    (_, index) => labels[Math.floor(index * step)],
  )
}

const [receipts, target, count = '4', ...wanted] = process.argv.slice(2)
if (!receipts || !target) {
  console.error(
    'Usage: node scripts/degrade.mjs <receipts folder> <target folder> [receipts a set] [condition ...]',
  )
  console.error(`Conditions: ${Object.keys(conditions).join(' ')}`)
  process.exit(2)
}
let seed = 1
for (const set of readdirSync(receipts).sort()) {
  if (!existsSync(join(receipts, set, 'labels'))) continue
  const images = readdirSync(join(receipts, set, 'images'))
  for (const label of choose(join(receipts, set), Number(count))) {
    const bytes = readFileSync(
      join(
        receipts,
        set,
        'images',
        images.find((name) => name.startsWith(`${label.id}.`)),
      ),
    )
    seed++
    for (const [name, degrade] of Object.entries(conditions)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue
      for (const part of ['images', 'labels']) mkdirSync(join(target, name, part), { recursive: true })
      writeFileSync(join(target, name, 'images', `${label.id}.jpg`), await degrade(bytes, seed))
      const { image: _, ...rest } = label
      writeFileSync(join(target, name, 'labels', `${label.id}.json`), JSON.stringify(rest, null, 1))
    }
  }
}
