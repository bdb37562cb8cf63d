import type * as z from 'zod'
import { ExpensaError } from '../../core/errors.ts'
import { newId, shortId } from '../../core/ids.ts'
import { calendarDate } from '../../core/period.ts'
import { dayIsFull } from '../../core/request-upload.ts'
import type { App, AppDependencies } from '../app.ts'
import * as contract from '../contract-reextract.ts'
import { body } from '../parse.ts'

type Response = z.input<typeof contract.extractionResponse>

/** Reading again, in two steps: extract and compare, then apply. */
export function mountReextract(app: App, dependencies: AppDependencies): void {
  const { store, objects, extract, onExtractionRequested, uploadsPerDay } = dependencies

  app.post('/v1/expenses/:id/extractions', async (c) => {
    const { model = null } = await body(c.req.raw, contract.extractionRequest)
    const { userId } = c.var
    const expenses = store.forUser(userId)
    const { receipt, expense } = await expenses.getExpenseDetail(c.req.param('id'))
    // Looked at first: an extraction may cost money.
    if (!expense) {
      throw new ExpensaError('conflict', `The receipt ${shortId(receipt.id)} has not been read yet.`, {
        hint: 'See what is in progress with: expensa status',
      })
    }
    const extractionId = newId()
    if (!extract) {
      const id = await expenses.requestExtraction(receipt.id, extractionId, model)
      const asked = id === extractionId
      // It uses up what all share just as a new receipt does.
      if (asked && uploadsPerDay !== undefined && !(await expenses.reserveUploads(1, uploadsPerDay))) {
        const error = dayIsFull(uploadsPerDay)
        const { code, message, hint = null, retryAt = null } = error
        await expenses.failExtractionRequest(id, { code, message, hint }, retryAt)
        throw error
      }
      if (asked) await onExtractionRequested?.({ userId, receiptId: receipt.id, extractionId: id })
      return c.json({ state: 'waiting', extractionId: id } satisfies Response, 202)
    }
    const bytes = await objects.getObject(receipt.objectKey)
    const answer = await extract({ bytes, contentType: receipt.contentType }, model, c.req.raw.signal)
    const today = calendarDate(new Date())
    const comparison = await expenses.addExtraction(receipt.id, extractionId, answer, today)
    const { extractor, model: reported } = answer
    return c.json({ state: 'done', extractionId, extractor, model: reported, ...comparison })
  })

  app.get('/v1/expenses/:id/extractions/:extractionId', async (c) => {
    const expenses = store.forUser(c.var.userId)
    const { receipt } = await expenses.getExpenseDetail(c.req.param('id'))
    const extractionId = c.req.param('extractionId')
    const found = await expenses.findExtraction(receipt.id, extractionId, calendarDate(new Date()))
    return c.json(found ? { state: 'done', extractionId, ...found } : { state: 'waiting', extractionId })
  })

  app.post('/v1/expenses/:id/extractions/:extractionId/apply', async (c) => {
    const expenses = store.forUser(c.var.userId)
    const { receipt } = await expenses.getExpenseDetail(c.req.param('id'))
    const extractionId = c.req.param('extractionId')
    const today = calendarDate(new Date())
    return c.json({ expense: await expenses.applyExtraction(receipt.id, extractionId, today) })
  })
}
