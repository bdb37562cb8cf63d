import type * as z from 'zod'
import * as contract from './contract.ts'
import * as account from './contract-account.ts'
import * as duplicates from './contract-duplicates.ts'
import * as edits from './contract-edits.ts'
import * as exports from './contract-exports.ts'
import * as rates from './contract-rates.ts'
import * as readingState from './contract-reading-state.ts'
import * as reextract from './contract-reextract.ts'
import * as rules from './contract-rules.ts'

export interface Operation {
  method: 'get' | 'post' | 'patch' | 'delete'
  /** With `{name}` for what varies. */
  path: string
  summary: string
  query?: z.ZodType
  body?: z.ZodType
  /** Null where the answer is the bytes of an original. */
  answer: z.ZodType | null
  status?: number
  /** Set where nobody has to be signed in. */
  open?: true
}

/** Every route of the API; a test compares this with the app. */
export const operations: Operation[] = [
  {
    method: 'post',
    path: '/v1/batches',
    summary: 'Begin a batch of uploads',
    body: contract.batchRequest,
    answer: contract.batchResponse,
    status: 201,
  },
  {
    method: 'post',
    path: '/v1/uploads',
    summary: 'Announce files; says for each one whether and where to send it',
    body: contract.uploadRequest,
    answer: contract.uploadResponse,
  },
  {
    method: 'post',
    path: '/v1/uploads/confirm',
    summary: 'Say that files were sent; answers with those that did not arrive',
    body: contract.receiptIdsRequest,
    answer: contract.confirmResponse,
  },
  {
    method: 'post',
    path: '/v1/receipts/lookup',
    summary: 'Find receipts by the SHA-256 of their bytes',
    body: contract.lookupRequest,
    answer: contract.receiptsResponse,
  },
  {
    method: 'post',
    path: '/v1/receipts/status',
    summary: 'Follow receipts to their expenses',
    body: contract.receiptIdsRequest,
    answer: contract.receiptsResponse,
  },
  {
    method: 'get',
    path: '/v1/expenses',
    summary: 'List expenses',
    query: contract.expensesQuery,
    answer: contract.expensesResponse,
  },
  {
    method: 'get',
    path: '/v1/expenses/{id}',
    summary: 'One expense with its items; by id or by the last 4 to 8 characters of one',
    answer: contract.expenseDetail,
  },
  {
    method: 'patch',
    path: '/v1/expenses/{id}',
    summary: 'Change fields; what a person set, no extraction overwrites',
    body: edits.editRequest,
    answer: edits.expenseResponse,
  },
  {
    method: 'delete',
    path: '/v1/expenses/{id}',
    summary: 'Delete an expense with its receipt; it can be restored',
    answer: edits.deleteResponse,
  },
  {
    method: 'post',
    path: '/v1/expenses/{id}/confirm',
    summary: 'Say that an expense is right',
    answer: edits.expenseResponse,
  },
  {
    method: 'post',
    path: '/v1/expenses/{id}/restore',
    summary: 'Bring a deleted expense back',
    answer: edits.restoreResponse,
  },
  {
    method: 'get',
    path: '/v1/expenses/{id}/edits',
    summary: 'What people changed',
    answer: edits.editsResponse,
  },
  {
    method: 'get',
    path: '/v1/expenses/{id}/original',
    summary: 'The bytes of the receipt',
    answer: null,
  },
  {
    method: 'get',
    path: '/v1/summary',
    summary: 'Totals by month, category or merchant',
    query: contract.summaryQuery,
    answer: contract.summaryResponse,
  },
  {
    method: 'get',
    path: '/v1/status',
    summary: 'What is in progress, what waits, and what failed and why',
    answer: readingState.statusResponse,
  },
  {
    method: 'post',
    path: '/v1/receipts/retry',
    summary: 'Read again what failed or waits, from the stored originals',
    body: readingState.retryRequest,
    answer: readingState.retryResponse,
  },
  {
    method: 'get',
    path: '/v1/batches',
    summary: 'The latest batches',
    answer: readingState.batchesResponse,
  },
  {
    method: 'get',
    path: '/v1/batches/{id}',
    summary: 'A batch and its receipts',
    answer: readingState.batchDetail,
  },
  {
    method: 'post',
    path: '/v1/expenses/{id}/extractions',
    summary: 'Read again, also with another model, and compare; changes nothing',
    body: reextract.extractionRequest,
    answer: reextract.extractionResponse,
  },
  {
    method: 'post',
    path: '/v1/expenses/{id}/extractions/{extractionId}/apply',
    summary: 'Take over what was read again; edited fields stay',
    answer: edits.expenseResponse,
  },
  {
    method: 'post',
    path: '/v1/rates',
    summary: 'Keep exchange rates',
    body: rates.saveRatesRequest,
    answer: rates.saveRatesResponse,
  },
  {
    method: 'post',
    path: '/v1/rates/find',
    summary: 'Exchange rates of days, or of the last day before each that has one',
    body: rates.findRatesRequest,
    answer: rates.findRatesResponse,
  },
  {
    method: 'get',
    path: '/v1/exports',
    summary: 'Expenses with their receipts, by id, and in which revision an export had each of them last',
    query: exports.exportQuery,
    answer: exports.exportResponse,
  },
  {
    method: 'post',
    path: '/v1/exports',
    summary: 'Remember what an export has now',
    body: exports.recordExportRequest,
    answer: exports.recordExportResponse,
  },
  {
    method: 'post',
    path: '/v1/account/register',
    summary: 'Make an account and sign in',
    body: account.registerRequest,
    answer: account.signedInResponse,
    status: 201,
    open: true,
  },
  {
    method: 'post',
    path: '/v1/account/sign-in',
    summary: 'Begin a session',
    body: account.signInRequest,
    answer: account.signedInResponse,
    open: true,
  },
  {
    method: 'post',
    path: '/v1/account/sign-out',
    summary: 'End the session, or revoke the token, that asks',
    answer: account.doneResponse,
  },
  { method: 'get', path: '/v1/account', summary: 'Who is signed in', answer: account.accountResponse },
  {
    method: 'get',
    path: '/v1/account/sessions',
    summary: 'Where one is signed in',
    answer: account.accessTokensResponse,
  },
  {
    method: 'delete',
    path: '/v1/account/sessions/{id}',
    summary: 'End a session',
    answer: account.doneResponse,
  },
  {
    method: 'get',
    path: '/v1/account/tokens',
    summary: 'The personal access tokens that work',
    answer: account.accessTokensResponse,
  },
  {
    method: 'post',
    path: '/v1/account/tokens',
    summary: 'Make a personal access token for a script',
    body: account.createTokenRequest,
    answer: account.createdTokenResponse,
    status: 201,
  },
  {
    method: 'delete',
    path: '/v1/account/tokens/{id}',
    summary: 'Revoke a personal access token',
    answer: account.doneResponse,
  },
  {
    method: 'get',
    path: '/v1/duplicates',
    summary: 'Pairs of receipts that seem to be one purchase, and that nobody settled yet',
    query: duplicates.duplicatesQuery,
    answer: duplicates.duplicatesResponse,
  },
  {
    method: 'post',
    path: '/v1/duplicates/resolve',
    summary: 'Keep both of a pair, or one; the other is deleted and can be restored',
    body: duplicates.resolveRequest,
    answer: duplicates.resolveResponse,
  },
  {
    method: 'get',
    path: '/v1/rules',
    summary: 'What is done with receipts of which merchant',
    answer: rules.rulesResponse,
  },
  {
    method: 'post',
    path: '/v1/rules',
    summary: 'Call a merchant otherwise, or file its receipts under a category, from now on',
    body: rules.ruleRequest,
    answer: rules.ruleResponse,
  },
  {
    method: 'delete',
    path: '/v1/rules/{id}',
    summary: 'Forget a rule',
    answer: rules.removeRuleResponse,
  },
]
