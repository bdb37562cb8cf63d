import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { exitCodes } from '../../src/cli/exit-codes.ts'
import { type Cli, openCli } from '../support/cli.ts'
import { receiptPdf, writeTo } from '../support/receipt-files.ts'
import { sampleReceipts } from '../support/receipts.ts'

/** Every exit code of the table, from the built command, and what a person is told beside it. */

let cli: Cli

beforeEach(() => {
  cli = openCli({ after: onTestFinished })
  const file = (name: string) => join(cli.home, 'files', name)
  writeTo(file('good.pdf'), receiptPdf({ merchant: 'Bookshop Turner', date: '2026-10-03', total: '12.50' }))
  writeTo(file('undated.pdf'), receiptPdf({ merchant: 'Kiosk', date: '-', total: '2.00' }))
  for (const { name, path } of sampleReceipts()) copyFileSync(path, file(`${name}.jpg`))
})

const unreachable = { EXPENSA_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }

/** `timedOut` needs a backend on which nobody reads: test/backend/commands.test.ts. */
const provoked: Record<
  Exclude<keyof typeof exitCodes, 'timedOut'>,
  [args: string[], told: string, env?: Record<string, string>]
> = {
  ok: [['upload', 'files/good.pdf'], '1 extracted.'],
  failed: [['show', 'ffffffff'], 'There is no expense "ffffffff".'],
  usage: [['list', '--month', 'October'], 'Not a month: "October"'],
  partial: [['upload', 'files/good.pdf', 'gone.jpg'], 'gone.jpg: There is no such file.'],
  signInNeeded: [['token', 'list'], 'Sign in: expensa login'],
  needsReview: [['upload', '--strict', 'files/undated.pdf'], '1 to review.'],
  interrupted: [['upload', 'files/*.jpg'], 'The same command again does the rest'],
  unavailable: [['list'], '127.0.0.1:1', unreachable],
}

test.each(Object.entries(provoked))('%s', async (name, [args, told, env = {}]) => {
  const { child, shown, finished } = cli.start(args, { env })
  if (name === 'interrupted') {
    await shown(/^(extracted|needs review) /m)
    child.kill('SIGINT')
  }
  const { code, stderr } = await finished
  expect(stderr).toContain(told)
  expect(code).toBe(exitCodes[name as keyof typeof exitCodes].code)
})
