/** The pages of a small PDF made by hand: lines of Helvetica, or one JPEG over the whole page. */
export type PdfPageContent =
  | { lines: { x: number; y: number; text: string; invisible?: boolean }[] }
  | { jpeg: Uint8Array; width: number; height: number }

/** Writes a PDF whose pages are `width`×`height` points; y counts up from the lower edge, as in PDF. */
export function makePdf(
  pages: PdfPageContent[],
  { width = 226, height = 400, encrypted = false } = {},
): Uint8Array {
  const objects: Buffer[] = []
  const add = (body: string | Buffer) => objects.push(Buffer.from(body))
  const kids = pages.map((_, index) => `${4 + 3 * index} 0 R`)
  add('<< /Type /Catalog /Pages 2 0 R >>')
  add(`<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages.length} >>`)
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>')
  for (const [index, page] of pages.entries()) {
    const content = 5 + 3 * index
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents ${content} 0 R ` +
        `/Resources << /Font << /F1 3 0 R >> /XObject << /I1 ${content + 1} 0 R >> >> >>`,
    )
    if ('jpeg' in page) {
      add(stream('', Buffer.from(`q ${width} 0 0 ${height} 0 0 cm /I1 Do Q`)))
      const dictionary =
        `/Type /XObject /Subtype /Image /Width ${page.width} /Height ${page.height} ` +
        '/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode'
      add(stream(dictionary, page.jpeg))
    } else {
      const drawn = page.lines.map(
        ({ x, y, text, invisible }) =>
          `BT /F1 10 Tf ${invisible ? 3 : 0} Tr 1 0 0 1 ${x} ${y} Tm (${text.replace(/[()\\]/g, '\\$&')}) Tj ET`,
      )
      add(stream('', Buffer.from(drawn.join('\n'), 'latin1')))
      add('null')
    }
  }
  const random = `<${'5a'.repeat(32)}>`
  if (encrypted) add(`<< /Filter /Standard /V 1 /R 2 /O ${random} /U ${random} /P -4 >>`)
  const trailer = encrypted ? `/Encrypt ${objects.length} 0 R /ID [<01> <01>]` : ''
  return assemble(objects, trailer)
}

function stream(dictionary: string, data: Uint8Array): Buffer {
  const head = Buffer.from(`<< ${dictionary} /Length ${data.length} >>\nstream\n`)
  return Buffer.concat([head, data, Buffer.from('\nendstream')])
}

function assemble(objects: Buffer[], trailer: string): Uint8Array {
  const parts = [Buffer.from('%PDF-1.4\n')]
  const offsets: number[] = []
  let length = parts[0]?.length ?? 0
  for (const [index, body] of objects.entries()) {
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')])
    offsets.push(length)
    length += part.length
    parts.push(part)
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  parts.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${table}` +
        `trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}
