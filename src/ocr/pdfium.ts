import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { WrappedPdfiumModule } from '@embedpdf/pdfium'
import { ExpensaError } from '../core/errors.ts'
import { workingPixels } from './decode-image.ts'
import type { Pixels } from './pixels.ts'

/** One character of a text layer, placed in the pixels of `renderPage` at the same scale. */
export interface Glyph {
  character: string
  left: number
  right: number
  top: number
  bottom: number
}

export interface PdfPage {
  /** Size in points of 1/72 inch, as a viewer shows it. */
  width: number
  height: number
  /** Visible characters in content order; `trusted` is false where they are somebody's OCR or have no Unicode. */
  readGlyphs(scale: number): { glyphs: Glyph[]; trusted: boolean }
  render(scale: number): Pixels
}

export interface PdfDocument {
  pageCount: number
  /** Opens a page for the duration of `use`. */
  withPage<T>(index: number, use: (page: PdfPage) => Promise<T>): Promise<T>
  close(): void
}

/** PDFium's error numbers for a missing or wrong password, and for protection it does not know. */
const passwordErrors = [4, 5]
const bgr = 2
const renderAnnotations = 0x01
const invisibleText = 3

let library: Promise<WrappedPdfiumModule> | undefined

/** Opens a PDF with PDFium compiled to WebAssembly. */
export async function openPdf(bytes: Uint8Array): Promise<PdfDocument> {
  library ??= startLibrary()
  const pdfium = await library
  const copy = pdfium.pdfium.wasmExports.malloc(bytes.length)
  heap(pdfium).set(bytes, copy)
  const document = pdfium.FPDF_LoadMemDocument(copy, bytes.length, '')
  if (document === 0) {
    const error = pdfium.FPDF_GetLastError()
    pdfium.pdfium.wasmExports.free(copy)
    throw passwordErrors.includes(error) ? encrypted() : damaged()
  }
  return {
    pageCount: pdfium.FPDF_GetPageCount(document),
    async withPage(index, use) {
      const page = pdfium.FPDF_LoadPage(document, index)
      if (page === 0) throw damaged()
      try {
        return await use(pageOf(pdfium, page))
      } finally {
        pdfium.FPDF_ClosePage(page)
      }
    },
    close() {
      pdfium.FPDF_CloseDocument(document)
      pdfium.pdfium.wasmExports.free(copy)
    },
  }
}

async function startLibrary(): Promise<WrappedPdfiumModule> {
  const { init } = await import('@embedpdf/pdfium')
  const path = createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm')
  const pdfium = await init({ wasmBinary: new Uint8Array(readFileSync(path)).buffer })
  pdfium.PDFiumExt_Init()
  return pdfium
}

/** The heap moves when it grows: ask for it anew after every call that may allocate. */
function heap(pdfium: WrappedPdfiumModule): Uint8Array {
  return (pdfium.pdfium as unknown as { HEAPU8: Uint8Array }).HEAPU8
}

function pageOf(pdfium: WrappedPdfiumModule, page: number): PdfPage {
  const width = pdfium.FPDF_GetPageWidthF(page)
  const height = pdfium.FPDF_GetPageHeightF(page)
  return {
    width,
    height,
    readGlyphs: (scale) => readGlyphs(pdfium, page, Math.round(width * scale), Math.round(height * scale)),
    render: (scale) => {
      const fitting = Math.min(scale, Math.sqrt(workingPixels / (width * height)))
      return render(
        pdfium,
        page,
        Math.max(1, Math.round(width * fitting)),
        Math.max(1, Math.round(height * fitting)),
      )
    },
  }
}

function render(pdfium: WrappedPdfiumModule, page: number, width: number, height: number): Pixels {
  const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, bgr, 0, 0)
  if (bitmap === 0) throw damaged()
  try {
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, renderAnnotations)
    const stride = pdfium.FPDFBitmap_GetStride(bitmap)
    const start = pdfium.FPDFBitmap_GetBuffer(bitmap)
    const source = heap(pdfium)
    const data = new Uint8Array(width * height * 3)
    for (let y = 0, target = 0; y < height; y++) {
      for (let from = start + y * stride; from < start + y * stride + width * 3; from += 3, target += 3) {
        data[target] = source[from + 2] ?? 0
        data[target + 1] = source[from + 1] ?? 0
        data[target + 2] = source[from] ?? 0
      }
    }
    return { data, width, height }
  } finally {
    pdfium.FPDFBitmap_Destroy(bitmap)
  }
}

function readGlyphs(pdfium: WrappedPdfiumModule, page: number, width: number, height: number) {
  const text = pdfium.FPDFText_LoadPage(page)
  const floats = pdfium.pdfium.wasmExports.malloc(16)
  const integers = pdfium.pdfium.wasmExports.malloc(8)
  const toPixel = (x: number, y: number): [number, number] => {
    pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, integers, integers + 4)
    return [pdfium.pdfium.getValue(integers, 'i32'), pdfium.pdfium.getValue(integers + 4, 'i32')]
  }
  const glyphs: Glyph[] = []
  let suspicious = 0
  try {
    const count = pdfium.FPDFText_CountChars(text)
    for (let index = 0; index < count; index++) {
      const code = pdfium.FPDFText_GetUnicode(text, index)
      const character = code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
      // Spaces are judged by distance; those that PDFium made up would count twice.
      if (/^\s|\p{Cc}|\p{Cf}$/u.test(character)) continue
      // A rectangle of the font's full ascent and descent: the same height for every letter of a line.
      if (!pdfium.FPDFText_GetLooseCharBox(text, index, floats)) continue
      const [left, top, right, bottom] = [0, 4, 8, 12].map((at) =>
        pdfium.pdfium.getValue(floats + at, 'float'),
      )
      const [x1, y1] = toPixel(left ?? 0, top ?? 0)
      const [x2, y2] = toPixel(right ?? 0, bottom ?? 0)
      glyphs.push({
        character,
        left: Math.min(x1, x2),
        right: Math.max(x1, x2),
        top: Math.min(y1, y2),
        bottom: Math.max(y1, y2),
      })
      const object = pdfium.FPDFText_GetTextObject(text, index)
      const invisible = object !== 0 && pdfium.FPDFTextObj_GetTextRenderMode(object) === invisibleText
      if (invisible || /[\ufffd\p{Co}\p{Cn}]/u.test(character)) suspicious++
    }
  } finally {
    pdfium.pdfium.wasmExports.free(floats)
    pdfium.pdfium.wasmExports.free(integers)
    pdfium.FPDFText_ClosePage(text)
  }
  return { glyphs, trusted: suspicious <= glyphs.length * 0.1 }
}

function encrypted(): ExpensaError {
  return new ExpensaError('document_encrypted', 'The PDF is protected by a password.', {
    hint: 'Save it without the password (print it to a new PDF) and upload that file.',
  })
}

function damaged(): ExpensaError {
  return new ExpensaError('image_corrupt', 'The PDF is damaged or incomplete.', {
    hint: 'Open it in a viewer, print it to a new PDF and upload that file.',
  })
}
