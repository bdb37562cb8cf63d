import { readFileSync } from 'node:fs'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { hasDisplay } from '../../src/cli/open-file.ts'
import { announcedProtocol, pictureSpace, renderPicture } from '../../src/cli/output/picture.ts'
import type { Document } from '../../src/core/extractor.ts'
import { decodeHeic } from '../../src/ocr/decode-heic.ts'
import { renderFirstPage } from '../../src/ocr/pdf-preview.ts'
import { printedPdf } from '../support/printed-picture.ts'
import { sampleReceipt } from '../support/receipts.ts'
import { picturesIn, type ShownPicture } from '../support/terminal-pictures.ts'

const space = { width: 900, height: 600 }
const heic = readFileSync(new URL('../fixtures/documents/bakery.heic', import.meta.url))
const pdf = printedPdf(['CORNER SHOP', 'Milk 1.20', 'Bread 3.10', 'TOTAL 4.30'])
/** Upright only by its tag. */
const turned = sharp(sampleReceipt('006-bakery').bytes).rotate(90).withMetadata({ orientation: 8 })

async function grey(source: Sharp): Promise<ShownPicture> {
  const { data, info } = await source.greyscale().raw().toBuffer({ resolveWithObject: true })
  return { grey: data, width: info.width, height: info.height }
}

const raw = ({ data, width, height }: Awaited<ReturnType<typeof decodeHeic>>) =>
  sharp(data, { raw: { width, height, channels: 3 } })

/** What each document looks like, decoded elsewhere than in the review. */
const documents: [name: string, document: () => Promise<Document>, look: () => Promise<Sharp>][] = [
  [
    'a photo',
    async () => ({ bytes: sampleReceipt('006-bakery').bytes, contentType: 'image/jpeg' }),
    async () => sharp(sampleReceipt('006-bakery').bytes),
  ],
  [
    'a photo that is upright by its tag',
    async () => ({ bytes: await turned.clone().jpeg().toBuffer(), contentType: 'image/jpeg' }),
    async () => sharp(sampleReceipt('006-bakery').bytes),
  ],
  [
    'a PDF',
    async () => ({ bytes: pdf, contentType: 'application/pdf' }),
    async () => raw(await renderFirstPage(pdf)),
  ],
  [
    'a HEIC photo',
    async () => ({ bytes: heic, contentType: 'image/heic' }),
    async () => raw(await decodeHeic(heic)),
  ],
]

/** The mean difference of two pictures of the same thing, in 256 greys. */
async function difference(one: ShownPicture, other: ShownPicture): Promise<number> {
  const small = ({ grey: data, width, height }: ShownPicture) =>
    sharp(data, { raw: { width, height, channels: 1 } })
      .resize(120, 160, { fit: 'fill' })
      .raw()
      .toBuffer()
  const [a, b] = await Promise.all([small(one), small(other)])
  return a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length
}

describe.each(['kitty', 'iterm2', 'sixel'] as const)('by the protocol of %s', (protocol) => {
  it.each(documents)('is shown as it is: %s', async (_, document, look) => {
    const written = await renderPicture(await document(), protocol, space)
    const [shown, ...more] = await picturesIn(written ?? '')
    if (!shown) throw new Error('There is no picture.')
    expect(more).toEqual([])
    const original = await grey(await look())
    expect(shown.width / shown.height).toBeCloseTo(original.width / original.height, 1)
    expect(shown.width).toBeLessThanOrEqual(space.width)
    expect(shown.height).toBeLessThanOrEqual(space.height)
    const differs = await difference(shown, original)
    expect(differs).toBeLessThan(8)
    // The measure can tell: upside down it is another picture.
    const upsideDown = { ...shown, grey: shown.grey.toReversed() }
    expect(await difference(upsideDown, original)).toBeGreaterThan(2 * differs)
  })

  it('is nothing where there is no picture', async () => {
    expect(
      await renderPicture({ bytes: pdf.subarray(0, 60), contentType: 'application/pdf' }, protocol, space),
    ).toBeNull()
    expect(
      await renderPicture({ bytes: heic.subarray(0, 60), contentType: 'image/heic' }, protocol, space),
    ).toBeNull()
  })
})

it('cuts a strip of till roll into pieces beside each other, so that it can be read', async () => {
  const strip = await sharp({ create: { width: 300, height: 2400, channels: 3, background: '#fff' } })
    .composite([
      {
        input: { create: { width: 200, height: 100, channels: 3, background: '#000' } },
        left: 50,
        top: 2250,
      },
    ])
    .png()
    .toBuffer()
  const written = await renderPicture({ bytes: strip, contentType: 'image/png' }, 'kitty', space)
  const [shown] = await picturesIn(written ?? '')
  expect(shown?.height).toBeGreaterThan(450)
  expect(shown?.width).toBeGreaterThan(200)
  // The end of the strip is at the lower end of the last piece.
  const { grey: points = new Uint8Array(), width = 0, height = 0 } = shown ?? {}
  expect(points[Math.round(height * 0.85) * width + Math.round(width * 0.9)]).toBeLessThan(20)
})

it('leaves room for the fields, whatever the size of the terminal', () => {
  expect(pictureSpace({ width: 1200, height: 800 })).toEqual({ width: 1200, height: 480 })
  expect(pictureSpace({ width: 5000, height: 4000 })).toEqual({ width: 1600, height: 1200 })
  expect(pictureSpace(null)).toEqual({ width: 480, height: 640 })
})

it('knows terminals by what they announce, and expects nothing of multiplexers', () => {
  expect(announcedProtocol({ KITTY_WINDOW_ID: '1' })).toBe('kitty')
  expect(announcedProtocol({ TERM_PROGRAM: 'WezTerm' })).toBe('iterm2')
  expect(announcedProtocol({ KITTY_WINDOW_ID: '1', TMUX: '/tmp/tmux' })).toBeNull()
  expect(announcedProtocol({ TERM: 'xterm-256color' })).toBeNull()
})

it('expects to see a viewer only where there is a display, and never over SSH', () => {
  expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true)
  expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
  expect(hasDisplay({}, 'linux')).toBe(false)
  expect(hasDisplay({}, 'darwin')).toBe(true)
  expect(hasDisplay({ SSH_CONNECTION: '1 2 3 4' }, 'darwin')).toBe(false)
  expect(hasDisplay({ DISPLAY: 'localhost:10.0', SSH_TTY: '/dev/pts/0' }, 'linux')).toBe(false)
})
