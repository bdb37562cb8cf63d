import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path/posix'
import { expect, onTestFinished, test } from 'vitest'
import { openCli } from '../support/cli.ts'

/** Help, a typo or a wrong value answers at once: nothing is loaded or started that only other commands need. */

/** The files that a file of the build imports before it runs, with those that they import. */
function loadedWith(file: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(file)) return found
  const source = readFileSync(file, 'utf8')
  found.set(file, source)
  for (const [, name = ''] of source.matchAll(/\b(?:from|import)\s*"(\.[^"]+)"/g))
    loadedWith(join(file, '..', name), found)
  return found
}

test('what every command loads holds neither settings nor the API', () => {
  const loaded = [...loadedWith('dist/cli/main.js').values()].join('\n')
  const marks = [
    'Turns receipts (photos, scans, PDFs)',
    'EXPENSA_GEMINI_BASE_URL',
    '/v1/account/',
    'ZodError',
  ]
  expect(marks.filter((mark) => loaded.includes(mark))).toEqual(marks.slice(0, 1))
  expect(loaded.length).toBeLessThan(150_000)
})

test('a wrong period is told before records are opened', async () => {
  const cli = openCli({ first: true, after: onTestFinished })
  for (const command of ['list', 'summary', 'export', 'report', 'reextract']) {
    const format = command === 'export' ? ['--format', 'csv'] : []
    const { code, stderr } = await cli.run([command, '--month', '2026-13', ...format])
    expect([command, code, stderr]).toEqual([command, 2, expect.stringContaining('Not a month: "2026-13"')])
  }
  const { code, screen } = await cli.terminal(['review', '--from', '2026-02-30'])
  expect([code, screen]).toEqual([2, expect.stringContaining('--from: not a date')])
  expect(existsSync(cli.data)).toBe(false)
})
