import { toExpensaError } from '../../core/errors.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { type FoundFile, inspectFile, nothingFound } from '../find-files.ts'
import { toJsonDocument, toJsonLine } from '../output/json.ts'
import { renderTable } from '../output/table.ts'
import { plain } from '../output/text.ts'

interface Plan {
  file: string
  plan: 'upload' | 'retry' | 'duplicate' | 'failed'
  reason: string | null
}

const lookupSize = 500

/** `upload --dry-run`: says what would happen to each file, and changes nothing. */
export async function runDryRun(
  context: CommandContext,
  paths: readonly string[],
  files: readonly FoundFile[],
  options: { json?: boolean; ndjson?: boolean },
): Promise<number> {
  const client = await context.client()
  const plans: Plan[] = []
  const seen = new Map<string, string>()
  for (let start = 0; start < files.length; start += lookupSize) {
    const group: { path: string; sha256: string }[] = []
    for (const file of files.slice(start, start + lookupSize)) {
      try {
        const receipt = await inspectFile(file)
        if (!receipt) continue
        const first = seen.get(receipt.sha256)
        if (first) plans.push({ file: file.path, plan: 'duplicate', reason: `same content as ${first}` })
        else group.push(receipt)
        seen.set(receipt.sha256, first ?? file.path)
      } catch (error) {
        plans.push({ file: file.path, plan: 'failed', reason: toExpensaError(error).message })
      }
    }
    if (group.length === 0) continue
    const { receipts } = await client.lookup(
      group.map((file) => file.sha256),
      context.signal,
    )
    const known = new Map(receipts.map(({ receipt }) => [receipt.sha256, receipt.status]))
    for (const { path, sha256 } of group) {
      const status = known.get(sha256)
      if (status === undefined) plans.push({ file: path, plan: 'upload', reason: null })
      else if (['extracted', 'needs_review', 'confirmed'].includes(status)) {
        plans.push({ file: path, plan: 'duplicate', reason: 'already recorded' })
      } else plans.push({ file: path, plan: 'retry', reason: `${status} before` })
    }
  }

  if (plans.length === 0) throw nothingFound(paths)
  const count = (plan: Plan['plan']) => plans.filter((entry) => entry.plan === plan).length
  const counts = {
    upload: count('upload'),
    retry: count('retry'),
    duplicate: count('duplicate'),
    failed: count('failed'),
  }
  if (options.json) context.stdout.write(toJsonDocument('upload-plan', { counts, files: plans }))
  else if (options.ndjson)
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
    context.stderr.write(
      `Would upload ${counts.upload}, try ${counts.retry} again, skip ${counts.duplicate} known; ${counts.failed} cannot be read. Nothing was changed.\n`,
    )
  }
  if (counts.failed === plans.length) return exitCodes.failed.code
  return counts.failed > 0 ? exitCodes.partial.code : exitCodes.ok.code
}
