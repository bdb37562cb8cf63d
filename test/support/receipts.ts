import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = new URL('../fixtures/receipts/', import.meta.url)

export interface SampleReceipt {
  name: string
  path: string
  bytes: Uint8Array
  /** What people read on it; keys that are not listed in `labelled_fields` say nothing. */
  expected: {
    merchant?: string
    date?: string
    total: string
    currency: string
    address?: string
    labelled_fields: string[]
  }
}

/** The sample receipts of test/fixtures/receipts, all JPEG. */
export function sampleReceipts(): SampleReceipt[] {
  return readdirSync(folder)
    .sort()
    .map((name) => sampleReceipt(name))
}

export function sampleReceipt(name: string): SampleReceipt {
  const path = fileURLToPath(new URL(`${name}/input.jpg`, folder))
  const expected = JSON.parse(readFileSync(new URL(`${name}/expected.json`, folder), 'utf8'))
  return { name, path, bytes: readFileSync(path), expected }
}
