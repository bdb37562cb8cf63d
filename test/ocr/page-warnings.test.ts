import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type Models, openModels } from '../../src/ocr/models.ts'
import { readDocument } from '../../src/ocr/read-document.ts'
import { sampleReceipt } from '../support/receipts.ts'

// Text recognition needs seconds of a core, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000 })

const shop = sampleReceipt('001-motor-shop')
const parking = sampleReceipt('002-parking')
let models: Models

beforeAll(async () => {
  models = await openModels(1)
})

async function readPage(bytes: Uint8Array) {
  const { pages } = await readDocument({ bytes, contentType: 'image/jpeg' }, async () => models)
  return pages[0] ?? { lines: [], warnings: null }
}

describe('warnings of a page', () => {
  it('are none for an ordinary scan', async () => {
    expect((await readPage(shop.bytes)).warnings).toEqual([])
  })

  it('say that a picture is out of focus', async () => {
    const blurred = await sharp(shop.bytes).blur(3.5).jpeg().toBuffer()
    expect((await readPage(blurred)).warnings).toEqual(['blurred'])
  })

  it('say that a print is faint; its lines are found all the same', async () => {
    const faint = await sharp(shop.bytes).linear(0.06, 200).jpeg({ quality: 85 }).toBuffer()
    const { lines, warnings } = await readPage(faint)
    expect(warnings).toEqual(['low_contrast'])
    expect(lines.map((line) => line.text).join('\n')).toMatch(/GRAND TOTAL/)
  })

  it('say that the words are in letters the models do not know', async () => {
    const thai = readFileSync(new URL('../fixtures/documents/thai.jpg', import.meta.url))
    expect((await readPage(thai)).warnings).toEqual(['script_unsupported'])
  })

  it('say that two receipts lie side by side', async () => {
    const height = 1000
    const left = await sharp(shop.bytes).resize({ height }).toBuffer()
    const right = await sharp(parking.bytes).resize({ height }).toBuffer()
    const { width = 0 } = await sharp(left).metadata()
    const { width: rightWidth = 0 } = await sharp(right).metadata()
    const table = sharp({
      create: { width: width + rightWidth + 90, height: 1060, channels: 3, background: '#a08060' },
    })
    const both = await table
      .composite([
        { input: left, left: 30, top: 20 },
        { input: right, left: width + 60, top: 40 },
      ])
      .jpeg()
      .toBuffer()
    expect((await readPage(both)).warnings).toEqual(['multiple_receipts'])
  })

  it('say that two receipts lie below each other, askew', async () => {
    const upper = await sharp(shop.bytes).resize({ width: 460 }).toBuffer()
    const lower = await sharp(parking.bytes).resize({ width: 460 }).toBuffer()
    const { height = 0 } = await sharp(upper).metadata()
    const { height: lowerHeight = 0 } = await sharp(lower).metadata()
    const table = sharp({
      create: { width: 560, height: height + lowerHeight + 150, channels: 3, background: '#a08060' },
    })
    const both = await table
      .composite([
        { input: upper, left: 60, top: 30 },
        { input: lower, left: 40, top: height + 90 },
      ])
      .jpeg()
      .toBuffer()
    const askew = await sharp(both).rotate(3, { background: '#a08060' }).jpeg().toBuffer()
    expect((await readPage(askew)).warnings).toEqual(['multiple_receipts'])
  })
})

it('finds a receipt that is a small part of a photo', async () => {
  const small = await sharp(shop.bytes).resize({ height: 1200 }).toBuffer()
  const photo = await sharp({ create: { width: 3000, height: 4000, channels: 3, background: '#8a6f55' } })
    .composite([{ input: small, left: 1100, top: 1500 }])
    .jpeg()
    .toBuffer()
  const text = (await readPage(photo)).lines.map((line) => line.text).join('\n')
  expect(text).toContain('GRAND TOTAL')
  expect(text).toContain('MOTOR ( SUNGAI RENGIT )')
  expect(text).toContain('TOKEN NO')
})
