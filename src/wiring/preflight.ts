import { findCardNumbers } from '../core/card-numbers.ts'
import { ExpensaError } from '../core/errors.ts'
import type { Document, Extractor } from '../core/extractor.ts'
import { withoutPositions } from '../core/positions.ts'
import type { Preflight } from '../core/preflight.ts'
import { leastPrint, printDensity, printSide } from '../core/print-density.ts'
import { openGrey } from './pictures.ts'

export interface PreflightParts {
  /** Whether the bytes leave this machine. */
  leavesMachine: boolean
  /** Reads text on this machine. */
  openReader: () => Promise<Extractor>
  /** The user's calendar date, for the reader. */
  today: string
}

/** The preflight of this machine. What it needs is loaded when the first file comes. */
export function createPreflight({ leavesMachine, openReader, today }: PreflightParts): Preflight {
  async function readerSeesCard(document: Document): Promise<boolean> {
    const reader = await openReader()
    const { extraction } = await reader.extract(document, { today })
    return extraction.notes.includes('card_number_shown')
  }

  return {
    async check(document, { checkCards }) {
      const { printed, text, allText } = await look(document)
      if (!printed) throw nothingToRead()
      const shown = findCardNumbers(text).length > 0
      if (shown || (checkCards && !allText && (await readerSeesCard(document)))) throw cardShown()
    },
    outgoing: (bytes) => (leavesMachine ? withoutPositions(bytes) : null),
  }
}

interface Glance {
  /** Whether there is print on any page. */
  printed: boolean
  /** What is known of the text without reading pictures, and whether that is all of it. */
  text: string
  allText: boolean
}

const unknown: Glance = { printed: true, text: '', allText: false }

async function look(document: Document): Promise<Glance> {
  if (document.contentType === 'application/pdf') return lookAtPdf(document.bytes)
  return { ...unknown, printed: await isPrinted(document) }
}

async function lookAtPdf(bytes: Uint8Array): Promise<Glance> {
  const { glancePages } = await import('../ocr/pdf-preview.ts')
  const seen: Glance = { printed: false, text: '', allText: true }
  try {
    for await (const page of glancePages(bytes)) {
      if ('text' in page) seen.text += `${page.text}\n`
      else seen.allText = false
      seen.printed ||= 'text' in page || (await isPrinted(page.picture))
    }
    return seen
  } catch {
    return unknown
  }
}

async function isPrinted(source: Parameters<typeof openGrey>[0]): Promise<boolean> {
  const picture = await openGrey(source, printSide, 'short side')
  return picture === null || printDensity(picture) >= leastPrint
}

function nothingToRead(): ExpensaError {
  return new ExpensaError(
    'picture_unreadable',
    'Nothing can be read in it: it is blank, blurred or too dark.',
    {
      hint: 'Photograph it again, or send it as it is: expensa upload --force <file>',
    },
  )
}

function cardShown(): ExpensaError {
  return new ExpensaError('card_number_shown', 'A whole card number stands on it.', {
    hint: 'Cover the number and photograph it again, or send it as it is: expensa upload --force <file>',
  })
}
