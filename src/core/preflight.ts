import type { Document } from './extractor.ts'

export interface PreflightOptions {
  /** Also read pictures that look clear, which takes about a second each, to see card numbers; PDFs with text always are. */
  checkCards: boolean
}

/** What is looked at before a file is brought in: before its bytes leave the machine, and before anything is paid for. */
export interface Preflight {
  /**
   * Throws what makes it useless or unwise to go on: `picture_unreadable`, `card_number_shown`.
   * Lets through what it cannot decode: whoever reads it says what is wrong.
   */
  check(document: Document, options: PreflightOptions): Promise<void>
  /** The bytes as they may leave the machine; null when they may as they are, or stay on it. */
  outgoing(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null
}
