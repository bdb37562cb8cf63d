import { readFileSync } from 'node:fs'
import ExifReader from 'exifreader'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { withoutPositions } from '../../src/core/positions.ts'
import { decodeHeic } from '../../src/ocr/decode-heic.ts'
import { makePdf } from '../support/pdf.ts'
import { imageFormats, positionedReceipt } from '../support/positioned.ts'
import { sampleReceipts } from '../support/receipts.ts'

const heic = readFileSync(new URL('../fixtures/documents/bakery-position.heic', import.meta.url))

/** What a reader that knows nothing of ours finds. */
function tagsOf(bytes: Uint8Array) {
  const tags = ExifReader.load(new Uint8Array(bytes).buffer)
  return {
    position: Object.keys(tags).filter((name) => /^gps/i.test(name)),
    orientation: tags.Orientation?.value,
    date: tags.DateTimeOriginal?.description,
    maker: tags.Make?.description,
  }
}

function stripped(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const without = withoutPositions(bytes)
  if (!without) throw new Error('No position was found')
  return without
}

const xmp = (rest: string) =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
      xmp:Rating="5" ${rest}</rdf:Description></rdf:RDF></x:xmpmeta>`

describe('the position at which a picture was taken', () => {
  it.each(imageFormats)('goes from %s; date, orientation and every pixel stay', async (format) => {
    const original = await positionedReceipt(format)
    expect(tagsOf(original).position).toEqual(expect.arrayContaining(['GPSLatitude', 'GPSLongitude']))
    const sent = stripped(original)
    const { position, ...rest } = tagsOf(sent)
    expect(position).toEqual([])
    expect(rest).toEqual({ orientation: 6, date: '2026:10:03 12:10:00', maker: 'Expensa' })
    expect(sent.length).toBe(original.length)
    const pixels = await sharp(original).raw().toBuffer()
    expect(pixels.equals(await sharp(sent).raw().toBuffer())).toBe(true)
    expect(Buffer.from(sent).includes('2026:10:03\0')).toBe(false)
    expect(withoutPositions(sent)).toBeNull()
  })

  it('goes from HEIC, out of Exif and XMP', async () => {
    expect(tagsOf(heic).position).toEqual(expect.arrayContaining(['GPSLatitude', 'GPSLongitude']))
    const sent = stripped(heic)
    expect(tagsOf(sent)).toMatchObject({ position: [], date: '2026:10:03 12:10:00', maker: 'Expensa' })
    const { data } = await decodeHeic(heic)
    expect(Buffer.from(data).equals((await decodeHeic(sent)).data)).toBe(true)
  })

  it.each([
    ['attributes', `exif:GPSLatitude="52,30.97N" exif:GPSLongitude = '13,22.6E'>`],
    [
      'elements',
      '><exif:GPSLatitude>52,30.97N</exif:GPSLatitude><exif:GPSMapDatum/><xmp:Label>x</xmp:Label>',
    ],
  ])('goes from XMP as %s', async (_, properties) => {
    const picture = await sharp(sampleReceipts()[0]?.bytes).withXmp(xmp(properties)).jpeg().toBuffer()
    expect(tagsOf(picture).position).not.toEqual([])
    const sent = stripped(picture)
    expect(tagsOf(sent).position).toEqual([])
    expect(ExifReader.load(sent.buffer).Rating?.value).toBe('5')
    expect(Buffer.from(sent).includes('52,30')).toBe(false)
  })

  it('goes from each page of a PDF made of photos, which still opens', async () => {
    const jpeg = await positionedReceipt()
    const { width = 0, height = 0 } = await sharp(jpeg).metadata()
    const pdf = makePdf([
      { jpeg, width, height },
      { jpeg, width, height },
    ])
    const without = stripped(jpeg)
    const expected = makePdf([
      { jpeg: without, width, height },
      { jpeg: without, width, height },
    ])
    expect(Buffer.from(expected).equals(stripped(pdf))).toBe(true)
  })

  it('goes from the video that a phone appends to a photo', async () => {
    const atom = Buffer.concat([
      Buffer.from([0, 0, 0, 30]),
      Buffer.from('\xa9xyz\0\x12\x15\xc7+52.5163+013.3777/', 'latin1'),
    ])
    const sent = stripped(
      Buffer.concat([sampleReceipts()[0]?.bytes ?? Buffer.of(), atom, Buffer.from('mdat')]),
    )
    expect(Buffer.from(sent).includes('52.5163')).toBe(false)
    expect(Buffer.from(sent.subarray(-30)).toString('latin1')).toMatch(/free\0+mdat$/)
  })

  it('is not looked for where there is none, nor in what only seems to be Exif', () => {
    for (const { bytes } of sampleReceipts()) expect(withoutPositions(bytes)).toBeNull()
    const broken = [
      'II*\0',
      'MM\0*',
      'II*\0\xff\xff\xff\xff',
      'MM\0*\0\0\0\x08\x01\x90',
      '<rdf:RDF a:GPS="1"',
      '\xa9xyz',
    ]
    for (const text of broken) expect(withoutPositions(Buffer.from(text, 'latin1'))).toBeNull()
  })

  it('is looked for once through the file, whatever the bytes: otherwise this does not end', () => {
    const size = 4 * 1024 * 1024
    for (const text of [
      'II*\0\x08\0\0\0\x90\x01',
      'MM\0*',
      '<rdf:RDF ',
      '<rdf:RDF>  a:gps="',
      '\xa9xyz',
      ' a:gps',
    ]) {
      const bytes = Buffer.from(text.repeat(size / text.length), 'latin1')
      withoutPositions(Buffer.concat([bytes, Buffer.from('</rdf:RDF>')]))
    }
  })

  it('leaves the rest alone where the pointer to it leads astray', async () => {
    const original = Buffer.from(await positionedReceipt())
    const start = original.indexOf('II*\0') >= 0 ? original.indexOf('II*\0') : original.indexOf('MM\0*')
    const little = original[start] === 0x49
    const pointer = original.indexOf(Buffer.from(little ? [0x25, 0x88, 4, 0] : [0x88, 0x25, 0, 4]), start)
    if (little) original.writeUInt32LE(original.length - start - 500, pointer + 8)
    else original.writeUInt32BE(original.length - start - 500, pointer + 8)
    const sent = stripped(original)
    expect(tagsOf(sent).position).toEqual([])
    expect(sent.subarray(-1000)).toEqual(new Uint8Array(original.subarray(-1000)))
  })
})
