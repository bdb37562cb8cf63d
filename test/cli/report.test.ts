import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runReport } from '../../src/cli/commands/report.ts'
import { openPdf } from '../../src/ocr/pdfium.ts'
import { runCommand } from '../support/command-context.ts'
import { openLedger } from '../support/ledger.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expensa-report-'))
})

afterAll(() => rm(folder, { recursive: true }))

it('expensa report writes the expenses of a month with their receipts, and only those', async () => {
  const { client, bring } = (await openLedger()).signIn()
  const lunch = { merchant: 'Lunch', purchaseDate: '2026-10-03', currency: 'EUR', total: '12.00' }
  await bring(lunch)
  await bring({ ...lunch, purchaseDate: '2026-11-01' })
  const output = join(folder, 'october.pdf')
  const options = { month: '2026-10', output, title: 'Expense report', receipts: true }
  const { code, stderr } = await runCommand(client, (context) => runReport(context, options))
  expect([code, stderr]).toEqual([0, `1 expense on 2 pages in ${output}.\n`])
  const pdf = await openPdf(await readFile(output))
  const text = await pdf.withPage(0, async (page) =>
    page.readGlyphs(1).glyphs.map((glyph) => glyph.character),
  )
  expect(text.join('')).toContain('October2026')

  const none = { ...options, month: '2026-09' }
  await expect(runCommand(client, (context) => runReport(context, none))).rejects.toMatchObject({
    code: 'not_found',
  })
})
