/**
 * Takes out of a file where a picture was taken, and nothing else: no byte moves, so that pixels, orientation
 * and dates stay as they are, in whatever it is: JPEG, HEIC, PNG, WebP, TIFF, pictures inside a PDF.
 *
 * Found are the three forms in which cameras and editors write a position: the GPS directory of Exif (Exif
 * 2.32, 4.6.6; a TIFF wherever it lies in the file), `GPS…` properties of XMP, and the `©xyz` atom of the short
 * video that some phones append. Not seen is what is compressed (text of PNG, streams of PDF) and places in words.
 *
 * @returns the same number of bytes, or null when there is no position in them
 */
export function withoutPositions(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const file = Buffer.from(bytes)
  for (const start of [...occurrences(file, 'II*\0'), ...occurrences(file, 'MM\0*')]) blankExif(file, start)
  blankXmp(file)
  for (const start of occurrences(file, '\xa9xyz')) blankAtom(file, start)
  if (file.equals(bytes)) return null
  renewPngChecksums(file, bytes)
  return new Uint8Array(file)
}

/** More than any document holds: the time this takes is bounded, whatever the bytes. */
const mostOccurrences = 500

function occurrences(file: Buffer, text: string): number[] {
  const found: number[] = []
  let at = file.indexOf(text, 0, 'latin1')
  while (at >= 0 && found.length < mostOccurrences) {
    found.push(at)
    at = file.indexOf(text, at + 1, 'latin1')
  }
  return found
}

const gpsPointer = 0x8825
const lastGpsTag = 0x1f
/** Bytes of a value of each TIFF type, from BYTE = 1 to IFD = 13. */
const typeSizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4]
const entryBytes = 12
/** Bytes; positions are short, and what claims to be longer is not one. */
const longestValue = 4096
/** More entries or pages than any camera writes: these four letters were no header after all. */
const mostEntries = 400
const mostPages = 100

interface Entry {
  at: number
  tag: number
  type: number
  count: number
  /** Where the value is, when it does not fit into the entry itself. */
  pointer: number
}

/** Takes the GPS directory, its pointer and its values out of each page of the TIFF that begins at `start`. */
function blankExif(file: Buffer, start: number): void {
  const little = file[start] === 0x49
  const u16 = (at: number) => (little ? file.readUInt16LE(at) : file.readUInt16BE(at))
  const u32 = (at: number) => (little ? file.readUInt32LE(at) : file.readUInt32BE(at))
  const put16 = (value: number, at: number) =>
    little ? file.writeUInt16LE(value, at) : file.writeUInt16BE(value, at)

  /** Null when there is no directory at this place. */
  function entriesAt(directory: number): Entry[] | null {
    if (directory + 2 > file.length) return null
    const count = u16(directory)
    if (count > mostEntries || directory + 2 + count * entryBytes + 4 > file.length) return null
    return Array.from({ length: count }, (_, i) => {
      const at = directory + 2 + i * entryBytes
      return { at, tag: u16(at), type: u16(at + 2), count: u32(at + 4), pointer: start + u32(at + 8) }
    })
  }

  function blankDirectory(directory: number): void {
    const entries = entriesAt(directory)
    // Software that moved the pointer's target leaves anything there: the pointer goes, but nothing is wiped.
    if (!entries?.every(({ tag, type }) => tag <= lastGpsTag && typeSizes[type])) return
    for (const { type, count, pointer } of entries) {
      const size = (typeSizes[type] ?? 0) * count
      if (size > 4 && size <= longestValue && pointer + size <= file.length)
        file.fill(0, pointer, pointer + size)
    }
    file.fill(0, directory, directory + 2 + entries.length * entryBytes + 4)
  }

  let next = u32At(start + 4)
  for (let page = 0; page < mostPages && next > 0; page++) {
    const directory = start + next
    const entries = entriesAt(directory)
    if (entries === null) return
    const end = directory + 2 + entries.length * entryBytes
    next = u32(end)
    // From the last on, so that those before keep their places.
    const pointers = entries.filter(({ tag, count }) => tag === gpsPointer && count === 1).reverse()
    for (const [removed, { at, pointer }] of pointers.entries()) {
      blankDirectory(pointer)
      // The entries behind it, and the offset of the next directory, move up.
      file.copyWithin(at, at + entryBytes, end + 4)
      file.fill(0, end + 4 - entryBytes, end + 4)
      put16(entries.length - removed - 1, directory)
    }
  }

  function u32At(at: number): number {
    return at + 4 <= file.length ? u32(at) : 0
  }
}

/** GPS properties of XMP, as attributes and as elements; their values are short. */
const xmpAttribute = /(?<=\s)[\w-]{1,60}:gps[\w-]{0,60}\s{0,9}=\s{0,9}(?:"[^"]{0,500}"|'[^']{0,500}')/gi
const xmpElement = /<([\w-]{1,60}:gps[\w-]{0,60})(?:\s[^<>]{0,500})?(?:\/>|>[^<]{0,500}<\/\1\s{0,9}>)/gi

/** Puts blanks in the place of GPS properties; XML takes no notice of blanks there. */
function blankXmp(file: Buffer): void {
  const blank = (text: string) => ' '.repeat(text.length)
  for (let start = file.indexOf('<rdf:RDF'); start >= 0; ) {
    const end = file.indexOf('</rdf:RDF>', start)
    if (end < 0) return
    const packet = file.toString('latin1', start, end)
    const blanked = packet.replaceAll(xmpAttribute, blank).replaceAll(xmpElement, blank)
    if (blanked !== packet) file.write(blanked, start, 'latin1')
    start = file.indexOf('<rdf:RDF', end)
  }
}

/** Turns the atom with the position of an appended video into an atom that says nothing. */
function blankAtom(file: Buffer, type: number): void {
  if (type < 4) return
  const size = file.readUInt32BE(type - 4)
  if (size < 8 || size > 256 || type - 4 + size > file.length) return
  file.write('free', type, 'latin1')
  file.fill(0, type + 4, type - 4 + size)
}

/** PNG is the one format that has a checksum of what was changed. */
function renewPngChecksums(file: Buffer, before: Uint8Array): void {
  if (file.toString('latin1', 1, 4) !== 'PNG') return
  for (let chunk = 8; chunk + 12 <= file.length; ) {
    const end = chunk + 8 + file.readUInt32BE(chunk)
    if (end + 4 > file.length) return
    const changed = !file.subarray(chunk, end).equals(before.subarray(chunk, end))
    if (changed) file.writeUInt32BE(crc32(file.subarray(chunk + 4, end)), end)
    chunk = end + 4
  }
}

/** CRC-32 as in ISO 3309. */
function crc32(bytes: Uint8Array): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
