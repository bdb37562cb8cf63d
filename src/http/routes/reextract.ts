import { ExpensaError } from '../../core/errors.ts'
import { newId, shortId } from '../../core/ids.ts'
import { calendarDate } from '../../core/period.ts'
import type { App, AppDependencies } from '../app.ts'
import * as contract from '../contract-reextract.ts'
import { body } from '../parse.ts'

/** Reading again, in two steps: extract and compare, then apply. */
export function mountReextract(app: App, { store, objects, extract }: AppDependencies): void {
  app.post('/v1/expenses/:id/extractions', async (c) => {
    if (!extract) {
      throw new ExpensaError('forbidden', 'This backend does not read receipts on request.', {
        hint: 'Ask whoever runs it; new uploads are read as always.',
      })
    }
    const { model } = await body(c.req.raw, contract.extractionRequest)
    const expenses = store.forUser(c.var.userId)
    const { receipt, expense } = await expenses.getExpenseDetail(c.req.param('id'))
    // Looked at first: an extraction may cost money.
    if (!expense) {
      throw new ExpensaError('conflict', `The receipt ${shortId(receipt.id)} has not been read yet.`, {
        hint: 'See what is in progress with: expensa status',
      })
    }
    const bytes = await objects.getObject(receipt.objectKey)
    const answer = await extract({ bytes, contentType: receipt.contentType }, model ?? null, c.req.raw.signal)
    const extractionId = newId()
    const today = calendarDate(new Date())
    const comparison = await expenses.addExtraction(receipt.id, extractionId, answer, today)
    return c.json({ extractionId, extractor: answer.extractor, model: answer.model, ...comparison })
  })

  app.post('/v1/expenses/:id/extractions/:extractionId/apply', async (c) => {
    const expenses = store.forUser(c.var.userId)
    const { receipt } = await expenses.getExpenseDetail(c.req.param('id'))
    const extractionId = c.req.param('extractionId')
    const today = calendarDate(new Date())
    return c.json({ expense: await expenses.applyExtraction(receipt.id, extractionId, today) })
  })
}
