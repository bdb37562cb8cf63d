import { planReading } from '../../core/reading-plan.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { type FoundFile, nothingFound } from '../find-files.ts'
import { toJsonDocument, toJsonLine } from '../output/json.ts'
import { readingPlanText } from '../output/reading-plan-text.ts'
import { renderTable } from '../output/table.ts'
import { plain } from '../output/text.ts'
import { type Plan, planFiles } from '../plan-files.ts'

export interface DryRunOptions {
  json?: boolean
  ndjson?: boolean
  force?: boolean
  checkCards?: boolean
}

/** `upload --dry-run`: says what would happen to each file, and what it would take, and changes nothing. */
export async function runDryRun(
  context: CommandContext,
  paths: readonly string[],
  files: readonly FoundFile[],
  options: DryRunOptions,
): Promise<number> {
  const client = await context.client()
  const plans = await planFiles(files, {
    client,
    signal: context.signal,
    preflight: await context.preflight(),
    force: options.force === true,
    checkCards: options.checkCards === true,
  })
  if (plans.length === 0) throw nothingFound(paths)
  const count = (plan: Plan['plan']) => plans.filter((entry) => entry.plan === plan).length
  const counts = {
    upload: count('upload'),
    retry: count('retry'),
    duplicate: count('duplicate'),
    failed: count('failed'),
  }
  const { reader } = await client.reader()
  const reading = planReading(counts.upload + counts.retry, reader)
  if (options.json) {
    context.stdout.write(toJsonDocument('upload-plan', { counts, reading, reader, files: plans }))
  } else if (options.ndjson)
    for (const plan of plans) context.stdout.write(toJsonLine('upload --dry-run --ndjson', plan))
  else {
    const { stdout: style } = context.style
    const columns = [
      { title: 'File', value: (row: Plan) => plain(row.file), shrinkTo: 16, cut: 'middle' as const },
      { title: 'Plan', value: (row: Plan) => row.plan },
      { title: 'Why', value: (row: Plan) => plain(row.reason ?? ''), shrinkTo: 16, style: () => style.dim },
    ]
    context.stdout.write(
      renderTable(plans, columns, { columns: context.stdout.columns, heading: style.bold }),
    )
  }
  if (!context.quiet) {
    context.stderr.write(`${countsText(counts)}. Nothing was changed.\n${readingPlanText(reading, reader)}\n`)
  }
  if (counts.failed === plans.length) return exitCodes.failed.code
  return counts.failed > 0 ? exitCodes.partial.code : exitCodes.ok.code
}

function countsText({ upload, retry, duplicate, failed }: Record<Plan['plan'], number>): string {
  const done = [
    upload > 0 && `upload ${upload}`,
    retry > 0 && `try ${retry} again`,
    duplicate > 0 && `skip ${duplicate} known`,
  ].filter(Boolean)
  return [done.length > 0 && `Would ${done.join(', ')}`, failed > 0 && `${failed} would fail`]
    .filter(Boolean)
    .join('; ')
}
