import type { Operation } from './operation.ts'
import { accountOperations } from './operations/account.ts'
import { duplicateOperations } from './operations/duplicates.ts'
import { editOperations } from './operations/edits.ts'
import { expenseOperations } from './operations/expenses.ts'
import { exportOperations } from './operations/exports.ts'
import { rateOperations } from './operations/rates.ts'
import { readingStateOperations } from './operations/reading-state.ts'
import { reextractOperations } from './operations/reextract.ts'
import { ruleOperations } from './operations/rules.ts'
import { uploadOperations } from './operations/uploads.ts'

/** Every route of the API; a test compares this with the app. */
export const operations: Operation[] = [
  ...uploadOperations,
  ...expenseOperations,
  ...editOperations,
  ...readingStateOperations,
  ...reextractOperations,
  ...duplicateOperations,
  ...ruleOperations,
  ...rateOperations,
  ...exportOperations,
  ...accountOperations,
]
