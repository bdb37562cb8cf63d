import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Extraction } from '../src/core/extraction.ts'
import { amountsInRow } from '../src/core/reading/amounts.ts'
import { reviewThresholds } from '../src/core/reading/confidence.ts'
import { readEntries } from '../src/core/reading/entries.ts'
import { mainAmount } from '../src/core/reading/entry.ts'
import { toExtraction } from '../src/core/reading/extraction-from-parts.ts'
import { readItems } from '../src/core/reading/items.ts'
import type { Label } from '../src/core/reading/labels.ts'
import { phrases } from '../src/core/reading/lexicon.ts'
import { readMerchant } from '../src/core/reading/merchant.ts'
import type { NumberStyle } from '../src/core/reading/number-style.ts'
import type { PageText } from '../src/core/reading/page-text.ts'
import { readPurchaseDate } from '../src/core/reading/purchase-date.ts'
import { type ReceiptParts, readParts } from '../src/core/reading/read-receipt.ts'
import { laySheet, type Sheet } from '../src/core/reading/sheet.ts'
import { readSums } from '../src/core/reading/sums.ts'
import { readTaxes } from '../src/core/reading/taxes.ts'
import { readTotal } from '../src/core/reading/total.ts'
import { findLabelledSets, type LabelledReceipt } from '../src/eval/find-sets.ts'
import { scoredFields } from '../src/eval/label.ts'
import { type ReceiptScore, scoreReceipt } from '../src/eval/score.ts'
import { flagging, type Share, summarize } from '../src/eval/summary.ts'
import { noises, randomFrom, withErrors } from './simulate-errors.ts'
import { partOf } from './split.ts'

const context = { today: new Date().toISOString().slice(0, 10) }

/** Each reads as the product does, but for the one thing it is named after. */
const readers: Record<string, (pages: PageText[]) => Extraction> = {
  everything: (pages) => toExtraction(readParts(pages, context)),
  'the first total in the text wins': (pages) => {
    const parts = readParts(pages, context)
    const { entries, style } = parts.sheet
    const totals = entries.filter((entry) => entry.kind === 'total' || entry.kind === 'grandTotal')
    const first = totals.flatMap((entry) => mainAmount(entry, style) ?? [])[0]
    return toExtraction({
      ...parts,
      total: { ...parts.total, value: first?.value ?? null, decimals: first?.decimals ?? 2 },
    })
  },
  'no sums as evidence': (pages) => {
    const parts = readParts(pages, context)
    const sums = {
      ...parts.sums,
      ...{ subtotal: null, subtotals: [], cash: null, change: null, cards: [] },
      ...{ rounding: null, tip: null, service: null, discount: null },
    }
    return toExtraction({
      ...parts,
      total: readTotal(parts.sheet, sums, { lines: [], total: null, printed: [], confirmed: false }, []),
    })
  },
  'exact phrases only': (pages) => readSheet(withLabels(laySheet(pages), (label) => label.errors === 0)),
  'English phrases only': (pages) =>
    readSheet(withLabels(laySheet(pages), (label) => english.has(label.phrase))),
  'numbers as 1,234.50 always': (pages) => {
    const sheet = laySheet(pages)
    const style: NumberStyle = { decimal: '.', decimals: 2, spaceGroups: false, bareNumbers: true }
    const amounts = new Map(sheet.rows.map((row) => [row, amountsInRow(row, style)]))
    return readSheet({
      ...sheet,
      style,
      amounts,
      entries: readEntries(sheet.rows, sheet.labels, amounts, style),
    })
  },
  'no country for the order of dates': (pages) => {
    const parts = readParts(pages, context)
    const country = { country: null, weight: 0, weights: new Map() }
    return toExtraction({ ...parts, date: readPurchaseDate({ ...parts.sheet, country }, context) })
  },
  'the first row is the merchant': (pages) => {
    const parts = readParts(pages, context)
    return toExtraction({
      ...parts,
      merchant: { ...parts.merchant, name: parts.sheet.rows[0]?.text ?? null },
    })
  },
}

const english = new Set(Object.values(phrases).flatMap((groups) => (groups[0] ?? '').split('|')))

function withLabels(sheet: Sheet, keep: (label: Label) => boolean): Sheet {
  const labels = new Map([...sheet.labels].map(([row, all]) => [row, all.filter(keep)]))
  return { ...sheet, labels, entries: readEntries(sheet.rows, labels, sheet.amounts, sheet.style) }
}

function readSheet(sheet: Sheet): Extraction {
  const merchant = readMerchant(sheet, context.today)
  const sums = readSums(sheet)
  const taxes = readTaxes(sheet)
  const items = readItems(sheet, merchant.rows)
  const parts: ReceiptParts = {
    ...{ sheet, merchant, sums, taxes, items, warnings: [] },
    date: readPurchaseDate(sheet, context),
    total: readTotal(sheet, sums, taxes, items),
    details: readParts([], context).details,
  }
  return toExtraction(parts)
}

export async function evaluateReader(options: {
  receipts: string
  texts: string
  part: string
  ablation: boolean
  /** `light` or `heavy`: each receipt three times with simulated errors of recognition, instead of as it is. */
  simulated: string | null
  /** Also name what was read wrong; never of the part that is only counted. */
  misses: boolean
}): Promise<string> {
  if (options.misses && !['a', 'b1', 'a+b1'].includes(options.part)) {
    throw new Error('Misses are shown of parts a and b1 only.')
  }
  const sets = await findLabelledSets(options.receipts)
  const lines = [
    '| | n | merchant | ≥ 0.9 | date | total | all three | currency | tax | items F1 |',
    '|---|---|---|---|---|---|---|---|---|---|',
  ]
  const all: Awaited<ReturnType<typeof load>> = []
  const misses: string[] = []
  for (const set of sets) {
    const chosen = set.receipts.filter(
      (receipt) => options.part.split('+').includes(partOf(receipt.label)) || options.part === 'all',
    )
    const noise = options.simulated === null ? null : noises[options.simulated]
    if (noise === undefined) throw new Error(`No noise named ${options.simulated}`)
    const read = await load(join(options.texts, set.name), chosen)
    const loaded = noise
      ? [1, 2, 3].flatMap((seed) =>
          read.map(({ label, pages }) => {
            // Seeds of their own, or the same rows would be lost on every receipt.
            const random = randomFrom(
              createHash('sha256').update(`${label.id} ${seed}`).digest().readUInt32LE(),
            )
            return { label, pages: pages.map((page) => withErrors(page, noise, random)) }
          }),
        )
      : read
    all.push(...loaded)
    if (options.ablation || loaded.length === 0) continue
    const scores = score(loaded, 'everything')
    lines.push(line(set.name, scores))
    if (options.misses) misses.push(...scores.flatMap((scored) => missesOf(set.name, scored)))
  }
  const { wrong, right } = flagging(score(all, 'everything'), 'total', reviewThresholds.total)
  const names = options.ablation ? Object.keys(readers) : ['everything']
  for (const name of names) lines.push(line(options.ablation ? name : 'together', score(all, name)))
  const flagged = `Totals flagged: ${wrong.right} of ${wrong.n} wrong, ${right.right} of ${right.n} right`
  return [...lines, '', flagged, ...misses].join('\n')
}

async function load(folder: string, receipts: LabelledReceipt[]) {
  return Promise.all(
    receipts.map(async ({ label }) => {
      const pages: PageText[] = JSON.parse(await readFile(join(folder, `${label.id}.json`), 'utf8'))
      return { label, pages }
    }),
  )
}

function score(receipts: Awaited<ReturnType<typeof load>>, reader: string): ReceiptScore[] {
  const read = readers[reader]
  if (!read) throw new Error(`No reader named ${reader}`)
  return receipts.map(({ label, pages }) => scoreReceipt(label, { extraction: read(structuredClone(pages)) }))
}

function missesOf(set: string, { id, fields, expected, found }: ReceiptScore): string[] {
  return scoredFields
    .filter((field) => fields[field] === false)
    .map((field) => `${set}/${id} ${field}: ${expected[field]} | ${found[field]}`)
}

function line(name: string, scores: ReceiptScore[]): string {
  const { n, merchant, merchantSimilar, date, total, all, currency, tax, items } = summarize(scores)
  const percent = (share: Share) => (share.fraction === null ? '' : (100 * share.fraction).toFixed(1))
  const shares = [merchant, merchantSimilar, date, total, all, currency, tax].map(percent)
  return `| ${[name, n, ...shares, items.f1?.toFixed(2) ?? ''].join(' | ')} |`
}
