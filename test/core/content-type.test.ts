import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { detectContentType } from '../../src/core/content-type.ts'

const ascii = (text: string) => Buffer.from(text, 'latin1')

test.each([
  ['JPEG', ascii('\xff\xd8\xff\xe0\0\x10JFIF'), 'image/jpeg'],
  ['PNG', ascii('\x89PNG\r\n\x1a\n'), 'image/png'],
  ['WebP', ascii('RIFF\x10\0\0\0WEBPVP8 '), 'image/webp'],
  ['TIFF, little-endian', ascii('II*\0'), 'image/tiff'],
  ['TIFF, big-endian', ascii('MM\0*'), 'image/tiff'],
  ['HEIC', ascii('\0\0\0\x18ftypheic'), 'image/heic'],
  ['HEIC by another phone', ascii('\0\0\0\x18ftypmif1'), 'image/heic'],
  ['PDF', ascii('%PDF-1.7'), 'application/pdf'],
  ['PDF behind a byte-order mark', ascii('\xef\xbb\xbf%PDF-1.4'), 'application/pdf'],
  ['an MP4 film', ascii('\0\0\0\x18ftypisom'), null],
  ['a WAV sound', ascii('RIFF\x10\0\0\0WAVEfmt '), null],
  ['GIF', ascii('GIF89a'), null],
  ['half a PNG signature', ascii('\x89PN'), null],
  ['nothing', ascii(''), null],
])('%s', (_, head, type) => {
  expect(detectContentType(head)).toBe(type)
})

it('answers for any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (head) => {
      expect(() => detectContentType(head)).not.toThrow()
    }),
  )
})
