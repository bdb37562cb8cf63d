import type { ContentType } from './receipt.ts'

const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'])

/**
 * What a document is, told by its first bytes (64 are enough); null when it is none that Expensa takes.
 * Names are not asked: scanners and messengers rename files freely.
 */
export function detectContentType(head: Uint8Array): ContentType | null {
  const at = (offset: number, ...bytes: number[]) => bytes.every((byte, i) => head[offset + i] === byte)
  const ascii = (offset: number, length: number) =>
    String.fromCharCode(...head.subarray(offset, offset + length))

  if (at(0, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (at(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (ascii(0, 4) === 'RIFF' && ascii(8, 4) === 'WEBP') return 'image/webp'
  if (at(0, 0x49, 0x49, 0x2a, 0x00) || at(0, 0x4d, 0x4d, 0x00, 0x2a)) return 'image/tiff'
  if (ascii(4, 4) === 'ftyp' && heicBrands.has(ascii(8, 4))) return 'image/heic'
  // Some producers put a byte-order mark or a few bytes before the PDF header; readers accept that.
  if (ascii(0, Math.min(head.length, 64)).includes('%PDF-')) return 'application/pdf'
  return null
}
