import type { Money } from '../core/money.ts'

/** One line of a bank or card statement. */
export interface Payment {
  /** Where it stands: the line of a CSV file, or the bank's id in OFX. */
  id: string
  date: string
  /** Positive for money spent, negative for money that came in. */
  amount: Money | { minorUnits: number; currency: null }
  description: string
  /** Everything on the line, to look for an original amount in another currency. */
  text: string
}

export interface Statement {
  payments: Payment[]
  /** Lines that are no payments: headings, balances, empty ones. */
  ignored: number
  /** What was found out about the file, or told; for the person to check. */
  reading: Record<string, string>
}

/** UTF-8, UTF-16, or what else banks write: Windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  const encodings = bytes[0] === 0xff && bytes[1] === 0xfe ? ['utf-16le'] : ['utf-8', 'windows-1252']
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // Not in this encoding.
    }
  }
  return new TextDecoder('windows-1252').decode(bytes)
}
