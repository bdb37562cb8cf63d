import { sql, type Transaction } from 'kysely'
import { type ExpenseEditing, editExpense, type FieldEdit } from '../core/edit-expense.ts'
import { ExpensaError } from '../core/errors.ts'
import type { Expense } from '../core/expense.ts'
import { type Extraction, emptyExtraction } from '../core/extraction.ts'
import { newId, shortId } from '../core/ids.ts'
import type { ReceiptStatus } from '../core/receipt.ts'
import type { AsUser } from './postgres-as-user.ts'
import type { Database } from './postgres-database.ts'
import { deleteReceipt } from './postgres-delete-receipt.ts'
import { dropSettledReasons, settleDuplicates, suspectDuplicates } from './postgres-duplicates.ts'
import { findExpense, lockExpense, notReadYet } from './postgres-find-expense.ts'
import { findReceipt } from './postgres-find-receipt.ts'
import { noFailure } from './postgres-reading-leases.ts'
import { toJsonb } from './postgres-rows.ts'
import { writeExpense } from './postgres-write-expense.ts'

/** What people do to their expenses, each step kept with who and when. */
export function editMethods(userId: string, asUser: AsUser): ExpenseEditing {
  return {
    editExpense: (id, changes, today) =>
      asUser(async (tx) => {
        const receipt = await findReceipt(tx, userId, id)
        const current = (await lockExpense(tx, userId, receipt.id)) ?? (await begin(tx, receipt))
        const extraction = await extractionOf(tx, receipt.id)
        const edited = editExpense(current, extraction, changes, today)
        const judged = await suspectDuplicates(tx, userId, receipt.id, edited, null)
        const draft = current.status === 'confirmed' ? { ...judged, reviewReasons: [] } : judged
        const { note, project, tags, editedFields: edited_fields } = edited
        await writeExpense(tx, userId, receipt.id, { note, project, tags, edited_fields }, draft)
        await keep(tx, receipt.id, edited.edits)
        await setStatus(tx, receipt.id, statusAfterEdit(current.status, draft.reviewReasons.length > 0))
        return findExpense(tx, userId, receipt.id)
      }),

    confirmExpense: (id) =>
      asUser(async (tx) => {
        const receipt = await findReceipt(tx, userId, id)
        const current = await lockExpense(tx, userId, receipt.id)
        if (!current || current.status === 'extracting') throw notReadYet(receipt.id)
        if (current.status === 'confirmed') return current
        await tx
          .updateTable('expenses')
          .set({ review_reasons: [], updated_at: sql`now()` })
          .where('user_id', '=', userId)
          .where('id', '=', receipt.id)
          .execute()
        await keep(tx, receipt.id, [
          { field: 'status', before: current.status, after: 'confirmed' },
          ...(current.reviewReasons.length > 0
            ? [{ field: 'reviewReasons', before: current.reviewReasons, after: [] }]
            : []),
        ])
        await settleDuplicates(tx, userId, receipt.id)
        await setStatus(tx, receipt.id, 'confirmed')
        return findExpense(tx, userId, receipt.id)
      }),

    deleteReceipt: (id) =>
      asUser(async (tx) => {
        const { id: receiptId } = await findReceipt(tx, userId, id)
        await deleteReceipt(tx, userId, receiptId)
        await dropSettledReasons(tx, userId)
        return { id: receiptId }
      }),

    restoreReceipt: (id) =>
      asUser(async (tx) => {
        const receipt = await findReceipt(tx, userId, id, { deleted: true })
        const again = await tx
          .selectFrom('receipts')
          .select('id')
          .where('user_id', '=', userId)
          .where('sha256', '=', receipt.sha256)
          .where('deleted_at', 'is', null)
          .executeTakeFirst()
        if (again) {
          throw new ExpensaError('conflict', `The same file came in again as ${shortId(again.id)}.`, {
            hint: `Look at it with: expensa show ${shortId(again.id)}`,
          })
        }
        await tx
          .updateTable('receipts')
          .set({ deleted_at: null, updated_at: sql`now()` })
          .where('user_id', '=', userId)
          .where('id', '=', receipt.id)
          .execute()
        await tx
          .updateTable('expenses')
          .set({ deleted_at: null })
          .where('user_id', '=', userId)
          .where('id', '=', receipt.id)
          .execute()
        return { id: receipt.id, waiting: receipt.status === 'uploaded' }
      }),

    listEdits: (expenseId) =>
      asUser(async (tx) => {
        const rows = await tx
          .selectFrom('edits')
          .selectAll()
          .where('user_id', '=', userId)
          .where('expense_id', '=', expenseId)
          .orderBy('position')
          .execute()
        return rows.map((row) => ({
          id: row.id,
          expenseId: row.expense_id,
          editedBy: row.edited_by,
          field: row.field,
          before: row.old_value,
          after: row.new_value,
          createdAt: row.created_at,
        }))
      }),
  }

  /** The extraction that the expense follows from; an empty one for an expense that was entered by hand. */
  async function extractionOf(tx: Transaction<Database>, id: string): Promise<Extraction> {
    const row = await tx
      .selectFrom('extractions')
      .innerJoin('expenses', 'expenses.extraction_id', 'extractions.id')
      .select('extraction')
      .where('expenses.user_id', '=', userId)
      .where('expenses.id', '=', id)
      .executeTakeFirst()
    // An older version may have kept fewer fields.
    return { ...emptyExtraction(), ...row?.extraction }
  }

  /** A receipt that no extractor could read becomes an expense by hand. */
  async function begin(
    tx: Transaction<Database>,
    receipt: {
      id: string
      status: ReceiptStatus
      category: string | null
      filed_project: string | null
      filed_tags: string[]
    },
  ): Promise<Expense> {
    if (receipt.status !== 'failed') throw notReadYet(receipt.id)
    await tx
      .insertInto('expenses')
      .values({
        id: receipt.id,
        user_id: userId,
        category: receipt.category,
        project: receipt.filed_project,
        tags: receipt.filed_tags,
        tax_lines: '[]',
        payments: '[]',
        checks: '[]',
        confidence: '{}',
      })
      .execute()
    return findExpense(tx, userId, receipt.id)
  }

  async function keep(tx: Transaction<Database>, expenseId: string, edits: readonly FieldEdit[]) {
    if (edits.length === 0) return
    const rows = edits.map(({ field, before, after }) => ({
      id: newId(),
      expense_id: expenseId,
      user_id: userId,
      edited_by: userId,
      field,
      old_value: toJsonb(before),
      new_value: toJsonb(after),
    }))
    await tx.insertInto('edits').values(rows).execute()
  }

  async function setStatus(tx: Transaction<Database>, id: string, status: ReceiptStatus) {
    await tx
      .updateTable('receipts')
      .set({ status, updated_at: sql`now()`, ...(status === 'extracting' ? {} : noFailure) })
      .where('user_id', '=', userId)
      .where('id', '=', id)
      .execute()
  }
}

/** A person who settles the last question has confirmed the expense by it. */
function statusAfterEdit(status: ReceiptStatus, toReview: boolean): ReceiptStatus {
  if (status === 'extracting' || status === 'confirmed') return status
  if (toReview) return 'needs_review'
  return status === 'extracted' ? 'extracted' : 'confirmed'
}
