import { findCardNumbers } from '../core/card-numbers.ts'
import { edgeSharpness, leastSharpness } from '../core/edge-sharpness.ts'
import { ExpensaError } from '../core/errors.ts'
import type { ExtractionNote } from '../core/extraction.ts'
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
  /** What recognition on this machine notes about it. */
  async function read(document: Document): Promise<readonly ExtractionNote[]> {
    const reader = await openReader()
    return (await reader.extract(document, { today })).extraction.notes
  }

  return {
    async check(document, { checkCards }) {
      const { print, text, allText } = await look(document)
      if (print === 'none') throw nothingToRead()
      if (findCardNumbers(text).length > 0) throw cardShown()
      if (print === 'clear' && (allText || !checkCards)) return
      const notes = await read(document).catch((error): ExtractionNote[] => {
        if (checkCards) throw error
        return []
      })
      if (print === 'doubtful' && notes.includes('unreadable')) throw nothingToRead()
      if (notes.includes('card_number_shown')) throw cardShown()
    },
    outgoing: (bytes) => (leavesMachine ? withoutPositions(bytes) : null),
  }
}

/** Whether a glance shows print that is sharp enough to be read. Where it is doubtful, only reading it tells. */
type Print = 'none' | 'doubtful' | 'clear'

interface Glance {
  /** Of its clearest page. */
  print: Print
  /** What is known of the text without reading pictures, and whether that is all of it. */
  text: string
  allText: boolean
}

const unknown: Glance = { print: 'clear', text: '', allText: false }

async function look(document: Document): Promise<Glance> {
  if (document.contentType === 'application/pdf') return lookAtPdf(document.bytes)
  return { ...unknown, print: await printOf(document) }
}

async function lookAtPdf(bytes: Uint8Array): Promise<Glance> {
  const { glancePages } = await import('../ocr/pdf-preview.ts')
  const seen: Glance = { print: 'none', text: '', allText: true }
  try {
    for await (const page of glancePages(bytes)) {
      if ('text' in page) seen.text += `${page.text}\n`
      else seen.allText = false
      const print = 'text' in page ? 'clear' : await printOf(page.picture)
      if (print === 'clear' || seen.print === 'none') seen.print = print
    }
    return seen
  } catch {
    return unknown
  }
}

async function printOf(source: Parameters<typeof openGrey>[0]): Promise<Print> {
  const picture = await openGrey(source, printSide, 'short side')
  if (picture === null) return 'clear'
  const sharpness = edgeSharpness(picture)
  if (sharpness === 0) return 'none'
  return sharpness >= leastSharpness && printDensity(picture) >= leastPrint ? 'clear' : 'doubtful'
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
