import { type ColumnType, type Generated, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { TokenKind } from '../core/access-token.ts'
import type { TokenScope } from '../core/account.ts'
import type { Duplicate, DuplicateResolution } from '../core/duplicates.ts'
import type { ExpenseDraft } from '../core/expense.ts'
import type { Extraction } from '../core/extraction.ts'
import type { BatchSource } from '../core/reading-state.ts'
import type { ContentType, ReceiptStatus } from '../core/receipt.ts'

/** A jsonb column: read as the value, written as its JSON text. */
type Json<T> = ColumnType<T, string, string>

interface BatchesTable {
  id: string
  user_id: string
  file_count: number
  source: Json<BatchSource> | null
  created_at: Generated<Date>
}

export interface ReceiptsTable {
  id: string
  user_id: string
  batch_id: string | null
  sha256: string
  stored_sha256: string | null
  object_key: string
  original_filename: string
  content_type: ContentType
  size_bytes: number
  category: string | null
  filed_tags: Generated<string[]>
  filed_project: string | null
  status: Generated<ReceiptStatus>
  attempts: Generated<number>
  failure_code: string | null
  failure_message: string | null
  failure_hint: string | null
  not_before: Date | null
  lease_token: string | null
  lease_expires_at: Date | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
  deleted_at: Date | null
  /** 256 bits, as their text. */
  picture_hash: string | null
}

interface ExtractionsTable {
  id: string
  receipt_id: string
  user_id: string
  extractor: string
  model: string
  prompt_version: string
  extraction: Json<Extraction>
  raw: Json<unknown>
  tokens_in: number | null
  tokens_out: number | null
  duration_ms: number
  created_at: Generated<Date>
}

interface ExtractionRequestsTable {
  id: string
  user_id: string
  receipt_id: string
  model: string | null
  not_before: Date | null
  claimed_at: Date | null
  failure_code: string | null
  failure_message: string | null
  failure_hint: string | null
  retry_at: Date | null
  created_at: Generated<Date>
}

export interface ExpensesTable {
  id: string
  user_id: string
  extraction_id: string | null
  merchant: string | null
  merchant_address: string | null
  merchant_phone: string | null
  merchant_tax_id: string | null
  receipt_number: string | null
  document_type: string | null
  purchase_date: string | null
  purchase_time: string | null
  currency: string | null
  total_text: string | null
  total_minor: number | null
  subtotal_minor: number | null
  tax_minor: number | null
  tax_included: boolean | null
  tip_minor: number | null
  service_charge_minor: number | null
  discount_minor: number | null
  rounding_minor: number | null
  tax_lines: Json<ExpenseDraft['taxLines']>
  payments: Json<ExpenseDraft['payments']>
  category: string | null
  note: string | null
  project: string | null
  tags: Generated<string[]>
  review_reasons: Generated<ExpenseDraft['reviewReasons']>
  checks: Json<ExpenseDraft['checks']>
  confidence: Json<ExpenseDraft['confidence']>
  edited_fields: Generated<string[]>
  created_at: Generated<Date>
  updated_at: Generated<Date>
  deleted_at: Date | null
}

interface LineItemsTable {
  expense_id: string
  position: number
  user_id: string
  description: string | null
  quantity: string | null
  unit_price_minor: number | null
  amount_minor: number | null
}

interface RulesTable {
  id: string
  user_id: string
  merchant: string
  merchant_key: string
  rename: string | null
  category: string | null
  created_at: Generated<Date>
}

interface DuplicatesTable {
  user_id: string
  receipt_id: string
  other_id: string
  kind: Duplicate['kind']
  resolution: DuplicateResolution | null
  created_at: Generated<Date>
  resolved_at: Date | null
}

interface EditsTable {
  id: string
  expense_id: string
  user_id: string
  edited_by: string
  field: string
  old_value: Json<unknown>
  new_value: Json<unknown>
  created_at: Generated<Date>
  position: Generated<number>
}

interface ExportsTable {
  user_id: string
  name: string
  expense_id: string
  revision: string
  exported_at: Generated<Date>
}

interface UsersTable {
  id: string
  email: string
  password_hash: string
  created_at: Generated<Date>
}

interface AccessTokensTable {
  id: string
  user_id: string
  kind: TokenKind
  name: string
  scope: TokenScope
  token_hash: Buffer
  created_at: Generated<Date>
  last_used_at: Date | null
  expires_at: Date | null
  revoked_at: Date | null
}

interface InvitationsTable {
  code_hash: Buffer
  expires_at: Date
  used_by: string | null
  created_at: Generated<Date>
}

interface AttemptsTable {
  key: string
  count: number
  ends_at: Date
}

export interface Database {
  users: UsersTable
  access_tokens: AccessTokensTable
  invitations: InvitationsTable
  attempts: AttemptsTable
  batches: BatchesTable
  receipts: ReceiptsTable
  extractions: ExtractionsTable
  extraction_requests: ExtractionRequestsTable
  expenses: ExpensesTable
  line_items: LineItemsTable
  edits: EditsTable
  duplicates: DuplicatesTable
  rules: RulesTable
  exports: ExportsTable
}

const { builtins } = pg.types

/** bigint as a number (all of ours are counted safely), date as its text: a calendar date has no time zone. */
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === builtins.INT8) return (text: string) => Number(text)
    if (oid === builtins.DATE) return (text: string) => text
    return pg.types.getTypeParser(oid, format)
  }) as typeof pg.types.getTypeParser,
}

/** Connects lazily; `db.destroy()` ends the pool. */
export function openPostgres(config: pg.PoolConfig): Kysely<Database> {
  const pool = new pg.Pool({ ...config, types })
  // A connection that breaks fails the queries it was asked, or the next one, and is replaced. Unheard, the event
  // itself would end the process: the pool's is of idle connections only, the client's of one that is in use.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}
