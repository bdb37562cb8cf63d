import type { Extraction } from '../core/extraction.ts'
import type { ExtractionContext, Extractor } from '../core/extractor.ts'
import type { PageText } from '../core/reading/page-text.ts'
import type { DocumentText } from '../ocr/read-document.ts'
import { createWorkerPool } from '../ocr/worker-pool.ts'

export interface LocalOcrExtractorOptions {
  /** The built `dist/ocr/worker.js`. */
  workerPath: string
  /** The environment of those processes. */
  env: NodeJS.ProcessEnv
  /** How many documents are read at once, each in a process of its own. */
  concurrency: number
  /** Turns the text of a document's pages into fields; `core/reading` in production. */
  readReceipt: (pages: PageText[], context: ExtractionContext) => Extraction
  /** Names the state of the reading rules, so that an answer can be repeated. */
  readerVersion: string
  /** After this long a document is given up. */
  timeoutMs?: number
}

/** Reads documents on this machine, without a key and without the network. */
export function createLocalOcrExtractor(options: LocalOcrExtractorOptions): Extractor {
  const { workerPath, env, concurrency, readReceipt, readerVersion, timeoutMs } = options
  const pool = createWorkerPool({
    workerPath,
    env,
    concurrency,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  })
  return {
    async extract(document, context) {
      const { text, durationMs } = await pool.read(document, context.signal)
      const fromTextLayer = text.pages.length > 0 && text.pages.every((page) => page.source === 'pdf-text')
      return {
        extraction: readReceipt(text.pages, context),
        extractor: fromTextLayer ? 'pdf-text' : 'local-ocr',
        model: fromTextLayer ? 'PDFium' : 'PP-OCRv4',
        promptVersion: readerVersion,
        raw: compact(text),
        tokensIn: null,
        tokensOut: null,
        durationMs,
      }
    },
    close: () => pool.close(),
  }
}

/** The text as it is kept: whole pixels, and of each line its box, certainty in percent, and text. */
function compact({ pages, pageCount }: DocumentText) {
  return {
    pageCount,
    pages: pages.map(({ lines, ...page }) => ({
      ...page,
      lines: lines.map((line) => [
        Math.round(line.x),
        Math.round(line.y),
        Math.round(line.width),
        Math.round(line.height),
        Math.round(line.confidence * 100),
        line.text,
      ]),
    })),
  }
}
