import { randomBytes } from 'node:crypto'

/** The latest id's time in milliseconds, and its place among the ids of that millisecond. */
let latest = { time: 0, place: 0 }
const placesPerMillisecond = 0x1000

/**
 * A UUID version 7 (RFC 9562, method 1 of section 6.2): begins with the time, so that new rows lie together
 * in an index. Ids of one process follow each other in the order they were made.
 */
export function newId(now: Date = new Date()): string {
  const time = Math.max(now.getTime(), latest.time)
  const place = time === latest.time ? latest.place + 1 : 0
  latest = place < placesPerMillisecond ? { time, place } : { time: time + 1, place: 0 }
  const bytes = randomBytes(16)
  bytes.writeUIntBE(latest.time, 0, 6)
  bytes.writeUInt16BE(0x7000 | latest.place, 6)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Whether a text has the form of a whole id, as it is stored. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(text)
}

/** What people see and type: the last eight characters, which are random. */
export function shortId(id: string): string {
  return id.slice(-8)
}
