import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openCli } from '../support/cli.ts'
import { receiptPdf, writeTo } from '../support/receipt-files.ts'

const cli = openCli()
const esc = '\u001b'
/** Styles, which move nothing and hide nothing. */
const styles = new RegExp(`${esc}\\[[\\d;]*m`, 'g')

/** What a receipt or a filename could try: set the title, clear the screen, colour, ring, reorder text. */
const hostile = `${esc}]0;owned\u0007${esc}[2J${esc}[31mred\u202egpj.exe`

beforeAll(async () => {
  const names = ['Café Zürich mit einem sehr langen Namen und noch mehr davon', 'Bookshop Turner']
  for (const [i, merchant] of names.entries()) {
    const pdf = receiptPdf({ merchant, date: `2026-10-0${i + 1}`, total: `${i + 1}2.50` })
    writeTo(join(cli.home, 'receipts', `${merchant}.pdf`), pdf)
  }
  writeTo(join(cli.home, 'receipts', `${hostile}.jpg`), 'no picture')
  writeTo(
    join(cli.home, 'receipts', 'formula.pdf'),
    receiptPdf({ merchant: '@Home Store, =1+1', date: '2026-10-05', total: '1.00' }),
  )
})

describe('on a terminal', () => {
  test('upload shows a moving line, then a table in colour that fits', async () => {
    await cli.forget()
    const { screen, code } = await cli.terminal(['upload', 'receipts'], { columns: 80 })
    expect(code).toBe(3)
    expect(screen).toMatch(/of 4 receipts read/)
    const table = screen.slice(screen.lastIndexOf(`${esc}[1mID`))
    expect(table).toContain(`${esc}[31mfailed`)
    const lines = table.replaceAll(styles, '').split('\n').slice(0, 5)
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(80)
    // What the filename holds is shown, harmless; the terminal's own sequences come from us alone.
    expect(lines.join('\n')).not.toContain(esc)
    expect(screen).not.toContain('\u0007')
    expect(screen).not.toContain(`${esc}]0;`)
    expect(screen).not.toContain(`${esc}[2J`)
    expect(screen).not.toContain('\u202e')
  })

  test.each([60, 80, 160])('list fits into %i columns, one line for each expense', async (columns) => {
    const { screen } = await cli.terminal(['list'], { columns })
    const lines = screen.replaceAll(styles, '').trimEnd().split('\n')
    for (const line of lines.slice(0, 4)) expect([...line].length).toBeLessThanOrEqual(columns)
    expect(lines[1]).toMatch(/^[0-9a-f]{8} {2}2026-/)
    expect(lines).toHaveLength(6)
    if (columns === 160)
      expect(screen).toContain('Café Zürich mit einem sehr langen Namen und noch mehr davon')
    else expect(screen).toMatch(/Café Zürich[^\n]*…/)
  })

  test.each([
    ['NO_COLOR', { NO_COLOR: '1' }, []],
    ['TERM=dumb', { TERM: 'dumb' }, []],
    ['--no-color', {}, ['--no-color']],
  ])('%s leaves out colour and motion', async (_, env, options) => {
    const { screen } = await cli.terminal(['list', ...options], { env })
    expect(screen).not.toContain(esc)
    expect(screen).toContain('Bookshop Turner')
  })

  test('TERM=dumb gets a line for each file instead of a moving one', async () => {
    const { screen } = await cli.terminal(['upload', 'receipts'], { env: { TERM: 'dumb' } })
    expect(screen).not.toContain(esc)
    expect(screen).toMatch(/^duplicate +receipts\/Bookshop Turner\.pdf$/m)
  })

  test('--json stays data while the terminal shows progress', async () => {
    const stdoutTo = join(cli.home, 'out.json')
    const { screen } = await cli.terminal(['upload', 'receipts', '--json'], { stdoutTo })
    expect(screen).toContain('Looking at the files')
    const { counts } = JSON.parse(readFileSync(stdoutTo, 'utf8'))
    expect(counts).toMatchObject({ duplicate: 3, failed: 1 })
  })
})

test('piped output is coloured when FORCE_COLOR asks for it', async () => {
  expect((await cli.run(['list'])).stdout).not.toContain(esc)
  expect((await cli.run(['list'], { env: { FORCE_COLOR: '1' } })).stdout).toContain(`${esc}[1m`)
})

test('CSV keeps a formula from being run by a spreadsheet', async () => {
  const { stdout } = await cli.run(['list', '--csv', '--merchant', '@home'])
  expect(stdout).toContain(`,"'@Home Store, =1+1",`)
})
