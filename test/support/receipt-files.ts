import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { makePdf } from './pdf.ts'

export interface PrintedReceipt {
  merchant: string
  date: string
  total: string
  currency?: string
}

/** A receipt as a shop sends it by mail: a PDF with a text layer, read without any recognition. */
export function receiptPdf({ merchant, date, total, currency = 'EUR' }: PrintedReceipt): Uint8Array {
  const line = (y: number, left: string, right?: string) => [
    { x: 20, y, text: left },
    ...(right === undefined ? [] : [{ x: 170, y, text: right }]),
  ]
  return makePdf([
    {
      lines: [
        ...line(370, merchant),
        ...line(350, 'Market Street 5'),
        ...line(320, 'Date', date),
        ...line(290, 'Item one', total),
        ...line(260, `TOTAL ${currency}`, total),
        ...line(230, 'Thank you for your visit'),
      ],
    },
  ])
}

/** Writes a file, and its directories where they are missing. */
export function writeTo(path: string, bytes: Uint8Array | string): string {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
  return path
}
