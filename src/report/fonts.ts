import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PDFDocument, PDFFont } from '@cantoo/pdf-lib'
import * as fontkit from 'fontkit'
import { ExpensaError } from '../core/errors.ts'
import { packageRoot } from '../local/package-root.ts'

export type Weight = 'regular' | 'bold'

/** A piece of text in one font. */
export interface TextRun {
  text: string
  font: PDFFont
}

export interface Fonts {
  /** Parts the text by the fonts that have its characters; what none has becomes a question mark. */
  runs(text: string, weight: Weight): TextRun[]
  width(text: string, weight: Weight, size: number): number
  /** Cuts the text with an ellipsis where it is wider. */
  fit(text: string, weight: Weight, size: number, width: number): string
  /** Characters that no font had. */
  missing: ReadonlySet<string>
}

/**
 * Inter, which has Latin, Greek and Cyrillic letters, embedded as far as it is used; then the given font for
 * what Inter does not have. Figures have one width, so that amounts stand below each other.
 */
export async function embedFonts(document: PDFDocument, extraFont: string | null): Promise<Fonts> {
  document.registerFontkit(fontkit)
  const own = (name: string) => readFile(join(packageRoot(), 'dist', 'fonts', name))
  const load = async (bytes: Uint8Array) => ({
    font: await document.embedFont(bytes, { subset: true, features: { tnum: true } }),
    has: new Set((fontkit.create(Buffer.from(bytes)) as fontkit.Font).characterSet),
  })
  const [regular, bold] = await Promise.all([own('Inter_400Regular.ttf'), own('Inter_600SemiBold.ttf')])
  const extra =
    extraFont === null ? [] : [await readExtra(extraFont).then((bytes) => loadExtra(bytes, extraFont))]
  const chains = {
    regular: [await load(regular), ...extra],
    bold: [await load(bold), ...extra],
  }
  const missing = new Set<string>()

  async function loadExtra(bytes: Uint8Array, path: string) {
    try {
      return await load(bytes)
    } catch (cause) {
      throw unusable(path, cause)
    }
  }

  function runs(text: string, weight: Weight): TextRun[] {
    const [first, ...others] = chains[weight]
    const found: TextRun[] = []
    if (!first) return found
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0
      const match = [first, ...others].find(({ has }) => has.has(code))
      if (!match) missing.add(character)
      const font = (match ?? first).font
      const last = found.at(-1)
      const shown = match ? character : '?'
      if (last?.font === font) last.text += shown
      else found.push({ text: shown, font })
    }
    return found
  }

  const width = (text: string, weight: Weight, size: number) =>
    runs(text, weight).reduce((sum, run) => sum + run.font.widthOfTextAtSize(run.text, size), 0)

  function fit(text: string, weight: Weight, size: number, available: number): string {
    if (width(text, weight, size) <= available) return text
    const graphemes = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
    while (graphemes.length > 0 && width(`${graphemes.join('').trimEnd()}…`, weight, size) > available) {
      graphemes.pop()
    }
    return `${graphemes.join('').trimEnd()}…`
  }

  return { runs, width, fit, missing }
}

async function readExtra(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw unusable(path, cause)
  }
}

function unusable(path: string, cause: unknown): ExpensaError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ExpensaError('usage', `${path} cannot be used as a font: ${reason}`, {
    hint: 'Name a font file with --font, a .ttf or .otf (no collection, no .ttc).',
    cause,
  })
}
