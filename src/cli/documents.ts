import * as z from 'zod'
import { summaryGroupings } from '../core/expense-queries.ts'
import * as contract from '../http/contract.ts'
import { accessToken, accountResponse } from '../http/contract-account.ts'
import { duplicatesResponse, resolveResponse } from '../http/contract-duplicates.ts'
import { editsResponse } from '../http/contract-edits.ts'
import { batchDetail, batchesResponse, reader, statusResponse } from '../http/contract-reading-state.ts'
import { doneExtraction } from '../http/contract-reextract.ts'
import { ruleResponse, rulesResponse } from '../http/contract-rules.ts'
import { receiptsResponse } from '../http/contract-uploads.ts'
import { plans } from './plan-files.ts'
import { uploadOutcomes } from './upload-results.ts'

/**
 * Everything that commands print as JSON, beside the field `schema`, which names the document and its version.
 * `toJsonDocument` and `toJsonLine` take nothing else. Amounts are printed with their decimal spelling as well.
 */

const nullableText = z.string().nullable()
const ids = z.array(z.string())

/** What it is in the home currency; only where one is set. */
const converted = z.object({ money: contract.money, rateDate: z.iso.date() }).nullable().optional()
const expense = contract.expense.extend({ converted })
const exported = contract.expense.extend({ receipt: contract.receipt })

const fileResult = z.object({
  file: z.string(),
  outcome: z.enum(uploadOutcomes),
  receiptId: nullableText,
  expense: contract.expense.nullable(),
  failure: z.object({ code: z.string(), message: z.string(), hint: nullableText }).nullable(),
})
const plan = z.object({ file: z.string(), plan: z.enum(plans), reason: nullableText })

const payment = z.object({
  id: z.string(),
  date: z.iso.date(),
  amount: z.object({ minorUnits: z.int(), currency: nullableText }),
  description: z.string(),
})
const paid = contract.expense.pick({ id: true, merchant: true, purchaseDate: true, total: true })

const share = z.number().nullable()
const evaluatedSet = z.object({
  n: z.int(),
  failed: z.int(),
  merchant: share,
  merchantSimilar: share,
  date: share,
  total: share,
  currency: share,
  tax: share,
  all: share,
  itemsF1: share,
  invented: z.int(),
  secondsPerReceipt: share,
  labelled: z.record(z.string(), z.int()),
  interval95: z.record(z.string(), z.tuple([share, share])),
  totalsFlagged: z
    .object({ wrong: share, right: share })
    .describe('the shares of wrong and of right totals whose confidence asks for a look'),
  reliability: z.record(
    z.string(),
    z.array(
      z.object({
        from: z.number(),
        to: z.number(),
        n: z.int(),
        meanConfidence: z.number(),
        right: z.number(),
      }),
    ),
  ),
  misses: z.array(
    z.object({
      id: z.string(),
      field: z.string(),
      expected: z.string(),
      found: nullableText,
      confidence: share,
    }),
  ),
})

/** By name; the description says which commands print it. */
export const documents = {
  upload: z
    .object({
      /** Null where there was nothing to bring in. */
      batchId: z.uuid().nullable(),
      counts: z.record(z.enum(uploadOutcomes), z.int()),
      /** Files in directories that are no receipts. */
      ignored: z.int(),
      files: z.array(fileResult),
    })
    .describe('upload --json, batch resume --json'),
  'upload-plan': z
    .object({
      counts: z.record(z.enum(plans), z.int()),
      /** What extracting the new ones and those of before takes; null for what is not known. */
      reading: z.object({
        extractions: z.int(),
        minutes: z.int().nullable(),
        days: z.int().nullable(),
        dollars: nullableText,
      }),
      reader: reader.nullable(),
      files: z.array(plan),
    })
    .describe('upload --dry-run --json'),
  expenses: z.object({ expenses: z.array(expense), more: z.boolean() }).describe('list --json'),
  expense: contract.expenseDetail.extend({ ...editsResponse.shape, converted }).describe('show --json'),
  summary: z
    .object({
      by: z.enum(summaryGroupings),
      groups: z.array(
        z.object({
          key: nullableText,
          currency: nullableText,
          count: z.int(),
          total: contract.money.nullable(),
          withoutTotal: z.int(),
          needsReview: z.int(),
          /** In the home currency; both only where one is set. */
          converted: contract.money.nullable().optional(),
          withoutRate: z.int().optional(),
        }),
      ),
    })
    .describe('summary --json'),
  edit: z.object({ expenses: z.array(contract.expense) }).describe('edit --json'),
  confirm: z.object({ expenses: z.array(contract.expense) }).describe('confirm --json'),
  delete: z.object({ ids }).describe('delete --json'),
  restore: z.object({ ids }).describe('restore --json, of expenses'),
  'restore-backup': z
    .object({ rows: z.int(), originals: z.int(), createdAt: z.string() })
    .describe('restore --json, of a backup'),
  duplicates: duplicatesResponse.describe('duplicates --json'),
  duplicate: resolveResponse.describe('duplicates resolve --json'),
  rules: rulesResponse.describe('rules list --json'),
  rule: ruleResponse.describe('rules add --json'),
  'rules-removed': z.object({ ids }).describe('rules remove --json'),
  status: statusResponse.describe('status --json'),
  retry: receiptsResponse.describe('retry --json'),
  reextract: z
    .object({
      expenses: z.array(
        doneExtraction.omit({ expense: true, state: true }).extend({ id: z.uuid(), applied: z.boolean() }),
      ),
    })
    .describe('reextract --json'),
  batches: batchesResponse.describe('batch list --json'),
  batch: batchDetail.describe('batch show --json'),
  export: z.object({ expenses: z.array(exported) }).describe('export --format json'),
  pack: z
    .object({
      expenses: z.array(
        contract.expense.extend({
          ...contract.expenseDetail.pick({ items: true, receipt: true, extraction: true }).shape,
          /** Its path in the archive. */
          original: z.string(),
        }),
      ),
    })
    .describe('records.json in the archive of pack'),
  edits: editsResponse.describe('edits.json in the archive of pack'),
  match: z
    .object({
      file: z.string(),
      /** How the statement was understood. */
      reading: z.record(z.string(), z.string()),
      payments: z.int(),
      ignored: z.int(),
      matched: z.array(
        z.object({ payment, expense: paid, points: z.number(), reasons: z.array(z.string()) }),
      ),
      missing: z.array(payment),
      unmatched: z.array(paid),
    })
    .describe('match --json'),
  whoami: z
    .object({ backend: nullableText, profile: nullableText, account: accountResponse.nullable() })
    .describe('whoami --json'),
  tokens: z.object({ tokens: z.array(accessToken) }).describe('token list --json'),
  sessions: z.object({ sessions: z.array(accessToken) }).describe('session list --json'),
  doctor: z
    .object({
      checks: z.array(
        z.object({
          name: z.string(),
          /** Null: it does not apply here. */
          passed: z.boolean().nullable(),
          detail: z.string(),
          hint: nullableText,
        }),
      ),
    })
    .describe('doctor --json'),
  eval: z.object({}).catchall(evaluatedSet).describe('eval --json; one entry for each set'),
  schema: z
    .object({
      commands: z.array(z.looseObject({ name: z.string(), description: z.string() })),
      exitCodes: z.array(z.object({ code: z.int(), meaning: z.string() })),
      settings: z.array(z.object({ env: z.string(), doc: z.string() })),
      documents: z.record(z.string(), z.unknown()),
      lines: z.record(z.string(), z.unknown()),
    })
    .describe('schema'),
}

/** Lines of NDJSON, by the command that prints them. */
export const lines = {
  'upload --ndjson': fileResult,
  'upload --dry-run --ndjson': plan,
  'watch --ndjson': fileResult.extend({ cleared: z.boolean() }),
  'list --ndjson': expense,
  'export --format ndjson': exported,
}

export type DocumentName = keyof typeof documents
export type DocumentData<Name extends DocumentName> = z.input<(typeof documents)[Name]>
export type LineName = keyof typeof lines
export type LineData<Name extends LineName> = z.input<(typeof lines)[Name]>
