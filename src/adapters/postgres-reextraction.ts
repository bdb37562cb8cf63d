import type { Transaction } from 'kysely'
import { ExpensaError } from '../core/errors.ts'
import type { Expense, ExpenseDraft } from '../core/expense.ts'
import { expenseFromExtraction } from '../core/expense-from-extraction.ts'
import { type Extraction, emptyExtraction } from '../core/extraction.ts'
import { isId } from '../core/ids.ts'
import { personsValuesOf } from '../core/persons-values.ts'
import { type Comparison, changesBetween, type Reextraction } from '../core/reextract.ts'
import { fileExtraction } from '../core/rules.ts'
import type { AsUser } from './postgres-as-user.ts'
import type { Database } from './postgres-database.ts'
import { findExpense, lockExpense, notReadYet } from './postgres-find-expense.ts'
import { noFailure } from './postgres-reading-leases.ts'
import { fromAnswer } from './postgres-rows.ts'
import { ruleFor } from './postgres-rules.ts'
import { writeExpense } from './postgres-write-expense.ts'

/** Further extractions of receipts that have been read. */
export function reextractionMethods(userId: string, asUser: AsUser): Reextraction {
  return {
    addExtraction: (receiptId, extractionId, answer, today) =>
      asUser(async (tx) => {
        await lockRead(tx, userId, receiptId)
        await tx
          .insertInto('extractions')
          .values(fromAnswer(userId, receiptId, extractionId, answer))
          .execute()
        return compareWith(tx, userId, receiptId, answer.extraction, today)
      }),

    applyExtraction: (receiptId, extractionId, today) =>
      asUser(async (tx) => {
        if (!isId(extractionId)) throw noSuchExtraction()
        const current = await lockRead(tx, userId, receiptId)
        const row = await tx
          .selectFrom('extractions')
          .select('extraction')
          .where('user_id', '=', userId)
          .where('receipt_id', '=', receiptId)
          .where('id', '=', extractionId)
          .executeTakeFirst()
        if (!row) throw noSuchExtraction()
        const draft = await draftFrom(tx, userId, current, { ...emptyExtraction(), ...row.extraction }, today)
        await writeExpense(tx, userId, receiptId, { extraction_id: extractionId }, draft)
        const status = draft.reviewReasons.length > 0 ? 'needs_review' : 'extracted'
        await tx
          .updateTable('receipts')
          .set({ status, ...noFailure })
          .where('user_id', '=', userId)
          .where('id', '=', receiptId)
          .execute()
        return findExpense(tx, userId, receiptId)
      }),
  }
}

/** The expense of a receipt that has been read, once nobody else writes it. Throws `conflict` before that. */
export async function lockRead(
  tx: Transaction<Database>,
  userId: string,
  receiptId: string,
): Promise<Expense> {
  const expense = await lockExpense(tx, userId, receiptId)
  if (!expense || expense.status === 'extracting' || expense.status === 'uploaded') {
    throw notReadYet(receiptId)
  }
  return expense
}

export async function compareWith(
  tx: Transaction<Database>,
  userId: string,
  receiptId: string,
  extraction: Extraction,
  today: string,
): Promise<Comparison> {
  const expense = await lockRead(tx, userId, receiptId)
  const draft = await draftFrom(tx, userId, expense, extraction, today)
  return { expense, changes: changesBetween(expense, draft) }
}

export function noSuchExtraction(): ExpensaError {
  return new ExpensaError('not_found', 'There is no such extraction of this receipt.')
}

async function draftFrom(
  tx: Transaction<Database>,
  userId: string,
  current: Expense,
  extraction: Extraction,
  today: string,
): Promise<ExpenseDraft> {
  const { category } = await tx
    .selectFrom('receipts')
    .select('category')
    .where('user_id', '=', userId)
    .where('id', '=', current.id)
    .executeTakeFirstOrThrow()
  const filed = fileExtraction(extraction, await ruleFor(tx, userId, extraction.merchant), category)
  const draft = expenseFromExtraction(filed, today, personsValuesOf(current))
  // Whether it repeats another receipt, no reading of this one answers.
  const open = current.reviewReasons.filter((reason) => reason === 'possible_duplicate')
  return { ...draft, reviewReasons: [...draft.reviewReasons, ...open] }
}
