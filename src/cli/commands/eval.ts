import { reviewThresholds } from '../../core/reading/confidence.ts'
import type { LabelledSet } from '../../eval/find-sets.ts'
import { findLabelledSets } from '../../eval/find-sets.ts'
import { scoredFields } from '../../eval/label.ts'
import { evaluateSet } from '../../eval/run-eval.ts'
import type { ReceiptScore } from '../../eval/score.ts'
import { flagging, reliability, type SetSummary, type Share, summarize } from '../../eval/summary.ts'
import { createNamedExtractor, readingConcurrency } from '../../local/create-extractor.ts'
import type { CommandContext } from '../context.ts'
import type { DocumentData } from '../documents.ts'
import { exitCodes } from '../exit-codes.ts'
import { toJsonDocument } from '../output/json.ts'
import { type Column, renderTable } from '../output/table.ts'
import { plain } from '../output/text.ts'

export interface EvalCommandOptions {
  /** `local`, `gemini` or the name of a Gemini model. */
  extractor: string
  json?: boolean
  misses: boolean
}

interface EvaluatedSet {
  name: string
  scores: ReceiptScore[]
  summary: SetSummary
}

/** `expensa eval`: how well receipts with known fields are read. */
export async function runEval(
  context: CommandContext,
  folder: string,
  options: EvalCommandOptions,
): Promise<number> {
  const sets = await findLabelledSets(folder)
  const extractor = await createNamedExtractor(context.config, options.extractor)
  try {
    const evaluated: EvaluatedSet[] = []
    for (const set of sets) evaluated.push(await evaluate(context, set, extractor))
    if (options.json) context.stdout.write(toJsonDocument('eval', toJson(evaluated)))
    else printTables(context, evaluated, options.misses)
  } finally {
    await extractor.close()
  }
  return exitCodes.ok.code
}

async function evaluate(
  context: CommandContext,
  set: LabelledSet,
  extractor: Awaited<ReturnType<typeof createNamedExtractor>>,
): Promise<EvaluatedSet> {
  let done = 0
  const scores = await evaluateSet(set, {
    extractor,
    concurrency: readingConcurrency(context.config),
    context: {
      today: context.now().toISOString().slice(0, 10),
      signal: context.signal,
      ...(context.config.homeCountry ? { homeCountry: context.config.homeCountry } : {}),
    },
    onScore: () => {
      done++
      const isStep = done === set.receipts.length || done % 25 === 0
      if (isStep && !context.quiet) {
        context.stderr.write(`${plain(set.name)}: ${done} of ${set.receipts.length} receipts read\n`)
      }
    },
  })
  return { name: set.name, scores, summary: summarize(scores) }
}

function toJson(sets: EvaluatedSet[]): DocumentData<'eval'> {
  return Object.fromEntries(sets.map(({ name, scores, summary }) => [name, setToJson(scores, summary)]))
}

function setToJson(scores: ReceiptScore[], summary: SetSummary): DocumentData<'eval'>[string] {
  type Key = keyof typeof shareTitles
  const ofShares = <T>(figure: (share: Share) => T) =>
    Object.fromEntries(
      (Object.keys(shareTitles) as Key[]).map((key) => [key, figure(summary[key])]),
    ) as Record<Key, T>
  const flagged = flagging(scores, 'total', reviewThresholds.total)
  return {
    n: summary.n,
    failed: summary.failed,
    ...ofShares((share) => share.fraction),
    itemsF1: summary.items.f1,
    invented: summary.invented,
    secondsPerReceipt: summary.seconds,
    labelled: ofShares((share) => share.n),
    interval95: ofShares((share) => [share.low, share.high]),
    totalsFlagged: { wrong: flagged.wrong.fraction, right: flagged.right.fraction },
    reliability: Object.fromEntries(scoredFields.map((field) => [field, reliability(scores, field)])),
    misses: scores.flatMap(missesOf),
  }
}

const shareTitles = {
  merchant: 'merchant',
  merchantSimilar: 'merchant ≥ 0.9',
  date: 'date',
  total: 'total',
  currency: 'currency',
  tax: 'tax',
  all: 'all three',
} as const

interface Miss {
  id: string
  field: string
  expected: string
  found: string | null
  confidence: number | null
}

function missesOf(score: ReceiptScore): Miss[] {
  const wrong = scoredFields
    .filter((field) => score.fields[field] === false)
    .map((field) => ({
      id: score.id,
      field: field as string,
      expected: score.expected[field] ?? '',
      found: score.failure ? `failed: ${score.failure}` : (score.found[field] ?? null),
      confidence: score.confidence[field] ?? null,
    }))
  const invented = score.invented.map((field) => ({
    id: score.id,
    field,
    expected: 'not legible',
    found: score.found[field as keyof typeof score.found] ?? null,
    confidence: score.confidence[field as keyof typeof score.confidence] ?? null,
  }))
  return [...wrong, ...invented]
}

function printTables(context: CommandContext, sets: EvaluatedSet[], withMisses: boolean): void {
  const heading = context.style.stdout.bold
  const table = { columns: context.stdout.columns, heading }
  const columns: Column<EvaluatedSet>[] = [
    { title: 'Set', value: (set) => plain(set.name), shrinkTo: 8 },
    { title: 'n', value: (set) => String(set.summary.n), align: 'right' },
    ...Object.entries(shareTitles).map(
      ([key, title]): Column<EvaluatedSet> => ({
        title,
        value: (set) => shareText(set.summary[key as keyof typeof shareTitles]),
        align: 'right',
      }),
    ),
    { title: 'items F1', value: (set) => set.summary.items.f1?.toFixed(2) ?? '', align: 'right' },
    { title: 'invented', value: (set) => String(set.summary.invented), align: 'right' },
    { title: 's each', value: (set) => set.summary.seconds?.toFixed(1) ?? '', align: 'right' },
  ]
  context.stdout.write(renderTable(sets, columns, table))
  context.stdout.write('\nShares in percent, with the 95 % Wilson interval.\n')

  const scores = sets.flatMap((set) => set.scores)
  const reliable = scoredFields.flatMap((field) =>
    reliability(scores, field).map((row) => ({ field, ...row })),
  )
  if (reliable.length > 0) {
    context.stdout.write(`\n${heading('Stated confidence against what was right')}\n`)
    const percent = (value: number) => `${Math.round(100 * value)} %`
    const rows: Column<(typeof reliable)[number]>[] = [
      { title: 'Field', value: (row) => row.field },
      { title: 'Confidence', value: (row) => `${row.from.toFixed(2)} to ${row.to.toFixed(2)}` },
      { title: 'n', value: (row) => String(row.n), align: 'right' },
      { title: 'mean', value: (row) => percent(row.meanConfidence), align: 'right' },
      { title: 'right', value: (row) => percent(row.right), align: 'right' },
    ]
    context.stdout.write(renderTable(reliable, rows, table))
  }
  const { wrong, right } = flagging(scores, 'total', reviewThresholds.total)
  context.stdout.write(
    `\nTotals whose confidence asks for a look: ${wrong.right} of ${wrong.n} wrong ones, ${right.right} of ${right.n} right ones.\n`,
  )
  const misses = sets.flatMap((set) => set.scores.flatMap(missesOf))
  if (!withMisses || misses.length === 0) return
  context.stdout.write(`\n${heading('Misses')}\n`)
  const rows: Column<Miss>[] = [
    { title: 'Receipt', value: (miss) => plain(miss.id), shrinkTo: 12 },
    { title: 'Field', value: (miss) => miss.field },
    { title: 'Expected', value: (miss) => plain(miss.expected), shrinkTo: 16 },
    { title: 'Found', value: (miss) => plain(miss.found ?? '-'), shrinkTo: 16 },
    { title: 'Confidence', value: (miss) => miss.confidence?.toFixed(2) ?? '', align: 'right' },
  ]
  context.stdout.write(renderTable(misses, rows, table))
}

function shareText({ fraction, low, high }: Share): string {
  if (fraction === null || low === null || high === null) return ''
  const percent = (value: number) => (100 * value).toFixed(0)
  return `${(100 * fraction).toFixed(1)} [${percent(low)}-${percent(high)}]`
}
