import { calendarDate } from '../../core/period.ts'
import type { App, AppDependencies } from '../app.ts'
import * as contract from '../contract-edits.ts'
import { body } from '../parse.ts'

/** Editing, confirming, deleting and fetching the original. */
export function mountEdits(app: App, { store, objects, onUploaded }: AppDependencies): void {
  app.patch('/v1/expenses/:id', async (c) => {
    const changes = await body(c.req.raw, contract.editRequest)
    const expenses = store.forUser(c.var.userId)
    // With exact optional properties, absent and undefined are different things.
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const expense = await expenses.editExpense(c.req.param('id'), given, calendarDate(new Date()))
    return c.json({ expense })
  })

  app.post('/v1/expenses/:id/confirm', async (c) => {
    return c.json({ expense: await store.forUser(c.var.userId).confirmExpense(c.req.param('id')) })
  })

  app.delete('/v1/expenses/:id', async (c) => {
    return c.json(await store.forUser(c.var.userId).deleteReceipt(c.req.param('id')))
  })

  app.post('/v1/expenses/:id/restore', async (c) => {
    const { userId } = c.var
    const expenses = store.forUser(userId)
    const { id, waiting } = await expenses.restoreReceipt(c.req.param('id'))
    if (waiting) await onUploaded(userId, [id])
    const { receipt } = await expenses.getExpenseDetail(id)
    return c.json({ receipt })
  })

  app.get('/v1/expenses/:id/edits', async (c) => {
    const expenses = store.forUser(c.var.userId)
    const { receipt } = await expenses.getExpenseDetail(c.req.param('id'))
    return c.json({ edits: await expenses.listEdits(receipt.id) })
  })

  app.get('/v1/expenses/:id/original', async (c) => {
    const { receipt } = await store.forUser(c.var.userId).getExpenseDetail(c.req.param('id'))
    const bytes = await objects.getObject(receipt.objectKey)
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': receipt.contentType,
        'content-length': String(bytes.length),
        // A document from outside: never shown as a page of ours, whatever it holds.
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(receipt.originalFilename)}`,
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      },
    })
  })
}
