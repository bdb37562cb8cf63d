import { spawn } from 'node:child_process'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { beforeAll, expect, it } from 'vitest'
import { openCli } from '../support/cli.ts'
import { sampleReceipts } from '../support/receipts.ts'

const [sample] = sampleReceipts()
const bin = fileURLToPath(new URL('../../bin/expensa.js', import.meta.url))
let cli: Awaited<ReturnType<typeof openCli>>
let id: string

/** Two receipts of one picture: the later one needs review, at least for that. */
beforeAll(async () => {
  cli = await openCli()
  await cli.json(['upload', sample?.path ?? ''])
  await writeFile(join(cli.home, 'again.jpg'), await sharp(sample?.bytes).rotate(180).jpeg().toBuffer())
  const { files } = await cli.json(['upload', 'again.jpg'])
  id = files[0].receiptId
  for (const { id: other } of (await cli.json(['list'])).expenses) {
    if (other !== id) await cli.json(['confirm', other])
  }
})

/** Runs the review on a pseudo-terminal, and presses each key once the screen shows what it waits for. */
function review(
  steps: readonly [waitFor: string, press: string][],
  env: Record<string, string> = {},
  options = '',
) {
  const child = spawn('script', ['-qfec', `${process.execPath} ${bin} review ${options}`, '/dev/null'], {
    cwd: cli.home,
    env: { ...cli.env, TERM: 'xterm', ...env },
  })
  const left = [...steps]
  let screen = ''
  let seen = 0
  child.stdout.on('data', (data) => {
    screen += data
    for (let [step] = left; step && screen.indexOf(step[0], seen) >= 0; [step] = left) {
      seen = screen.indexOf(step[0], seen) + step[0].length
      child.stdin.write(step[1])
      left.shift()
    }
  })
  return new Promise<{ code: number | null; screen: string }>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, screen }))
  })
}

/** The letter of each key is marked, so the words are not whole. */
const anyKeys = 'uit'

it('refuses without a terminal, and says what to do instead', async () => {
  const { code, stderr } = await cli.run(['review'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('expensa list --status needs_review')])
})

it('shows what is asked, and skips and quits without a change', async () => {
  const { code, screen } = await review([[anyKeys, 's']])
  expect(code).toBe(0)
  expect(screen).toContain('1 of 1')
  expect(screen).toContain('Same picture as')
  expect(screen).toContain('1 skipped.')
  expect((await review([[anyKeys, 'q']])).screen).toContain('Nothing changed.')
  expect((await review([[anyKeys, '\u0003']])).code).toBe(130)
  expect((await cli.json(['show', id])).receipt.status).toBe('needs_review')
})

it('shows the picture in terminals that can', async () => {
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
})

it('opens the viewer where the terminal shows no pictures, once, and not where nobody would see it', async () => {
  const log = join(cli.home, 'viewed')
  const viewer = join(cli.home, 'viewer.sh')
  await writeFile(
    viewer,
    `#!/bin/sh\ncmp -s "$1" ${join(cli.home, 'again.jpg')} && echo the same >> ${log}\n`,
  )
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
  await review([[anyKeys, 'q']], env, '--no-viewer')
  await review([[anyKeys, 'q']], { ...env, SSH_TTY: '/dev/pts/9' })
  await review([[anyKeys, 'q']], { ...env, KITTY_WINDOW_ID: '1' })
  await review([[anyKeys, 'q']], { EXPENSA_VIEWER: viewer })
  expect(await viewed()).toBe(1)
  const missing = await review([[anyKeys, 'q']], { ...env, EXPENSA_VIEWER: '/no/such/viewer' })
  expect(missing.screen).toContain('Set EXPENSA_VIEWER')
  expect(missing.screen).not.toContain('iewer off')
}, 120_000)

it('corrects a field, tells what is wrong with a value, and accepts', async () => {
  const { screen } = await review([
    [anyKeys, 'c'],
    ['ote', 't'],
    ['total: ', 'lots\r'],
    ['no amount', ''],
    [anyKeys, 'c'],
    ['ote', 'm'],
    ['merchant: ', 'Corner Shoo\u007fp\r'],
    [anyKeys, 'a'],
  ])
  expect(screen).toContain('1 corrected.')
  const { expense, receipt } = await cli.json(['show', id])
  expect(expense).toMatchObject({ merchant: 'Corner Shop', reviewReasons: [] })
  expect(receipt.status).toBe('confirmed')
  expect((await review([])).screen).toContain('Nothing needs review.')
})
