import type { Selectable } from 'kysely'
import type { Expense, ExpenseDraft, LineItem } from '../core/expense.ts'
import type { ExtractorAnswer } from '../core/extractor.ts'
import type { Money } from '../core/money.ts'
import type { Receipt, ReceiptStatus } from '../core/receipt.ts'
import type { Database, ExpensesTable, ReceiptsTable } from './postgres-database.ts'

/** The only places where rows become core types and back. */

export function toReceipt(row: Selectable<ReceiptsTable>): Receipt {
  return {
    id: row.id,
    userId: row.user_id,
    batchId: row.batch_id,
    sha256: row.sha256,
    storedSha256: row.stored_sha256,
    objectKey: row.object_key,
    originalFilename: row.original_filename,
    contentType: row.content_type,
    sizeBytes: row.size_bytes,
    status: row.status,
    attempts: row.attempts,
    failureCode: row.failure_code,
    failureMessage: row.failure_message,
    failureHint: row.failure_hint,
    notBefore: row.not_before,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export function toExpense(row: Selectable<ExpensesTable> & { status: ReceiptStatus }): Expense {
  const money = moneyReader(row.currency)
  return {
    id: row.id,
    status: row.status,
    merchant: row.merchant,
    merchantAddress: row.merchant_address,
    merchantPhone: row.merchant_phone,
    merchantTaxId: row.merchant_tax_id,
    receiptNumber: row.receipt_number,
    documentType: row.document_type,
    purchaseDate: row.purchase_date,
    purchaseTime: row.purchase_time,
    currency: row.currency,
    totalText: row.total_text,
    total: money(row.total_minor),
    subtotal: money(row.subtotal_minor),
    taxTotal: money(row.tax_minor),
    taxIncluded: row.tax_included,
    tip: money(row.tip_minor),
    serviceCharge: money(row.service_charge_minor),
    discountTotal: money(row.discount_minor),
    rounding: money(row.rounding_minor),
    taxLines: row.tax_lines,
    payments: row.payments,
    category: row.category,
    note: row.note,
    project: row.project,
    tags: row.tags,
    reviewReasons: row.review_reasons,
    checks: row.checks,
    confidence: row.confidence,
    editedFields: row.edited_fields,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** A value for a column of type jsonb, which keeps neither NUL characters nor halves of surrogate pairs. */
export function toJsonb(value: unknown): string {
  return JSON.stringify(value, (_, each) =>
    typeof each === 'string' ? each.replaceAll(/[\0\p{Cs}]/gu, '\ufffd') : each,
  )
}

/** The row of an extraction. */
export function fromAnswer(userId: string, receiptId: string, extractionId: string, answer: ExtractorAnswer) {
  return {
    id: extractionId,
    receipt_id: receiptId,
    user_id: userId,
    extractor: answer.extractor,
    model: answer.model,
    prompt_version: answer.promptVersion,
    extraction: toJsonb(answer.extraction),
    raw: toJsonb(answer.raw),
    tokens_in: answer.tokensIn,
    tokens_out: answer.tokensOut,
    duration_ms: Math.round(answer.durationMs),
  }
}

/** The columns that an extraction fills. */
export function fromDraft(draft: ExpenseDraft) {
  const minor = (money: Money | null) => money?.minorUnits ?? null
  return {
    merchant: draft.merchant,
    merchant_address: draft.merchantAddress,
    merchant_phone: draft.merchantPhone,
    merchant_tax_id: draft.merchantTaxId,
    receipt_number: draft.receiptNumber,
    document_type: draft.documentType,
    purchase_date: draft.purchaseDate,
    purchase_time: draft.purchaseTime,
    currency: draft.currency,
    total_text: draft.totalText,
    total_minor: minor(draft.total),
    subtotal_minor: minor(draft.subtotal),
    tax_minor: minor(draft.taxTotal),
    tax_included: draft.taxIncluded,
    tip_minor: minor(draft.tip),
    service_charge_minor: minor(draft.serviceCharge),
    discount_minor: minor(draft.discountTotal),
    rounding_minor: minor(draft.rounding),
    tax_lines: toJsonb(draft.taxLines),
    payments: toJsonb(draft.payments),
    category: draft.category,
    review_reasons: draft.reviewReasons,
    checks: toJsonb(draft.checks),
    confidence: toJsonb(draft.confidence),
  }
}

/** The rows of an expense's line items. */
export function fromLineItems(userId: string, expenseId: string, items: readonly LineItem[]) {
  return items.map((item, position) => ({
    expense_id: expenseId,
    position,
    user_id: userId,
    description: item.description,
    quantity: item.quantity,
    unit_price_minor: item.unitPrice?.minorUnits ?? null,
    amount_minor: item.amount?.minorUnits ?? null,
  }))
}

export function toLineItem(row: Selectable<Database['line_items']>, currency: string | null): LineItem {
  const money = moneyReader(currency)
  return {
    description: row.description,
    quantity: row.quantity,
    unitPrice: money(row.unit_price_minor),
    amount: money(row.amount_minor),
  }
}

function moneyReader(currency: string | null) {
  return (minorUnits: number | null): Money | null =>
    minorUnits === null || currency === null ? null : { minorUnits, currency }
}
