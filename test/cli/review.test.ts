import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, it, onTestFinished } from 'vitest'
import { openCli, type TerminalOptions } from '../support/cli.ts'
import { receiptPdf } from '../support/receipt-files.ts'
import { sampleReceipts } from '../support/receipts.ts'

/** One whose date is missing. */
const undated = { 'undated.pdf': receiptPdf({ merchant: 'Corner Shoo', date: '', total: '12.50' }) }
/** The letter of each key is marked, so the words are not whole. */
const anyKeys = 'uit'

/** A person with some files, each for one test only, so that a test that is tried again begins anew. */
async function openReview(files: Record<string, Uint8Array>) {
  const cli = openCli({ after: onTestFinished })
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(cli.home, name), bytes)
  const ids: string[] = []
  for (const name of Object.keys(files)) ids.push((await cli.json(['upload', name])).files[0].receiptId)
  const review = (
    steps: NonNullable<TerminalOptions['steps']>,
    env: Record<string, string> = {},
    options: readonly string[] = [],
  ) => cli.terminal(['review', ...options], { steps, env })
  const show = (id: string) => cli.json(['show', id])
  return { ...cli, ids, review, show }
}

it('refuses without a terminal, and says what to do instead', async () => {
  const { code, stderr } = await openCli({ after: onTestFinished }).run(['review'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('expensa list --status needs_review')])
})

it('shows what is asked, and skips and quits without a change', async () => {
  const [sample] = sampleReceipts()
  const turned = await sharp(sample?.bytes).rotate(180).jpeg().toBuffer()
  const { ids, json, review, show } = await openReview({
    'a.jpg': sample?.bytes ?? new Uint8Array(),
    'again.jpg': turned,
  })
  const [first = '', again = ''] = ids
  await json(['confirm', first])
  const { code, screen } = await review([[anyKeys, 's']])
  expect(code).toBe(0)
  expect(screen).toContain('1 of 1')
  expect(screen).toContain(`Same picture as ${first.slice(-8)}`)
  expect(screen).toContain('1 skipped.')
  expect((await review([[anyKeys, 'q']])).screen).toContain('Nothing changed.')
  expect((await review([[anyKeys, '\u0003']])).code).toBe(130)
  expect((await show(again)).receipt.status).toBe('needs_review')
}, 120_000)

it('shows the picture in terminals that can', async () => {
  const { review } = await openReview(undated)
  const kitty = await review([[anyKeys, 'q']], { KITTY_WINDOW_ID: '1' })
  expect(kitty.screen).toContain('\u001b_Ga=T,f=100,q=2,m=1;iVBORw0KGgo')
  const iterm = await review([[anyKeys, 'q']], { TERM_PROGRAM: 'iTerm.app' })
  expect(iterm.screen).toContain('\u001b]1337;File=inline=1;')
  const sixel = await review([
    ['\u001b[c', '\u001b[?62;4;22c'],
    [anyKeys, 'q'],
  ])
  expect(sixel.screen).toContain('\u001bPq"1;1;')
  expect((await review([[anyKeys, 'q']])).screen).not.toContain('\u001bPq')
}, 60_000)

it('opens the viewer where the terminal shows no pictures, once, and not where nobody would see it', async () => {
  const { home, review } = await openReview(undated)
  const log = join(home, 'viewed')
  const viewer = join(home, 'viewer.sh')
  await writeFile(viewer, `#!/bin/sh\ncmp -s "$1" ${join(home, 'undated.pdf')} && echo the same >> ${log}\n`)
  await chmod(viewer, 0o755)
  const viewed = async () => (await readFile(log, 'utf8').catch(() => '')).split('\n').length - 1
  const env = { EXPENSA_VIEWER: viewer, DISPLAY: ':0' }
  const { screen } = await review(
    [
      ['iewer off', 'v'],
      [anyKeys, 'q'],
    ],
    env,
  )
  expect(screen.split('iewer off')).toHaveLength(2)
  await expect.poll(viewed).toBe(1)
  await review([[anyKeys, 'q']], env, ['--no-viewer'])
  await review([[anyKeys, 'q']], { ...env, SSH_TTY: '/dev/pts/9' })
  await review([[anyKeys, 'q']], { ...env, KITTY_WINDOW_ID: '1' })
  await review([[anyKeys, 'q']], { EXPENSA_VIEWER: viewer })
  expect(await viewed()).toBe(1)
  const missing = await review([[anyKeys, 'q']], { ...env, EXPENSA_VIEWER: '/no/such/viewer' })
  expect(missing.screen).toContain('Set EXPENSA_VIEWER')
  expect(missing.screen).not.toContain('iewer off')
}, 120_000)

it('corrects fields, tells what is wrong with a value, and is done when nothing is left to ask', async () => {
  const { ids, review, show } = await openReview(undated)
  const { screen } = await review([
    [anyKeys, 'c'],
    ['ote', 't'],
    ['total: ', 'lots\r'],
    ['no amount', ''],
    [anyKeys, 'c'],
    ['ote', 'm'],
    ['merchant: ', 'Corner Shoo\u007fp\r'],
    [anyKeys, 'c'],
    ['ote', 'd'],
    ['date: ', '3.10.2026\r'],
    ['Not a date: "3.10.2026"', ''],
    ['Write it as YYYY-MM-DD', ''],
    [anyKeys, 'c'],
    ['ote', 'd'],
    ['date: ', '2026-10-03\r'],
  ])
  expect(screen).toContain('Nothing is left to ask; confirmed.')
  expect(screen).toContain('1 corrected.')
  const { expense, receipt } = await show(ids[0] ?? '')
  const corrected = { merchant: 'Corner Shop', purchaseDate: '2026-10-03', reviewReasons: [] }
  expect(expense).toMatchObject({ ...corrected, editedFields: ['merchant', 'purchaseDate'] })
  expect(receipt.status).toBe('confirmed')
  expect((await review([])).screen).toContain('Nothing needs review.')
}, 60_000)

it('accepts and deletes; restore undoes that', async () => {
  const other = receiptPdf({ merchant: 'Kiosk', date: '', total: '3.00' })
  const { ids, json, review, show } = await openReview({ ...undated, 'other.pdf': other })
  const { screen } = await review([
    [anyKeys, 'a'],
    ['2 of 2', ''],
    [anyKeys, 'd'],
  ])
  expect(screen).toContain('1 accepted, 1 deleted.')
  const statusOf = async (id: string | undefined) => (await show(id ?? '')).receipt.status
  const [deleted = ''] = /(?<=expensa restore )[0-9a-f]{8}/.exec(screen) ?? []
  const kept = ids.find((id) => !id.endsWith(deleted))
  expect(await statusOf(kept)).toBe('confirmed')
  await expect(show(deleted)).rejects.toThrow('There is no expense')
  await json(['restore', deleted])
  expect(await statusOf(deleted)).toBe('needs_review')
}, 60_000)
