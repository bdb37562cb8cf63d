import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createFiling } from '../../src/cli/folder-defaults.ts'
import { type Cli, openCli } from '../support/cli.ts'
import { sampleReceipts } from '../support/receipts.ts'

const [sample] = sampleReceipts()
let cli: Cli
const unfiled = { category: null, project: null, tags: [] }

beforeEach(async () => {
  cli = openCli({ after: onTestFinished })
  const folder = join(cli.home, 'work', 'trips')
  await mkdir(folder, { recursive: true })
  await writeFile(join(cli.home, 'work', '.expensa.toml'), 'category = "work"\ntags = ["client"]\n')
  await writeFile(join(folder, '.expensa.toml'), 'category = "travel"\nproject = "berlin"\ntags = ["trip"]\n')
  await copyFile(sample?.path ?? '', join(folder, 'a.jpg'))
})

describe('.expensa.toml', () => {
  it('files everything below it; the nearest wins, tags add up, and the command line goes before', async () => {
    const filing = createFiling(unfiled)
    expect(await filing(join(cli.home, 'a.jpg'))).toEqual(unfiled)
    expect(await filing(join(cli.home, 'work', 'b', 'a.jpg'))).toEqual({
      category: 'work',
      project: null,
      tags: ['client'],
    })
    expect(await filing(join(cli.home, 'work', 'trips', 'a.jpg'))).toEqual({
      category: 'travel',
      project: 'berlin',
      tags: ['client', 'trip'],
    })
    const given = createFiling({ category: 'meals', project: null, tags: ['mine'] })
    expect(await given(join(cli.home, 'work', 'a.jpg'))).toEqual({
      category: 'meals',
      project: null,
      tags: ['mine', 'client'],
    })
  })

  it('is an error by name when it says something else', async () => {
    const folder = join(cli.home, 'broken')
    await mkdir(folder)
    await writeFile(join(folder, '.expensa.toml'), 'categorie = "x"\n')
    await expect(createFiling(unfiled)(join(folder, 'a.jpg'))).rejects.toMatchObject({
      code: 'invalid_config',
      message: expect.stringContaining(join(folder, '.expensa.toml')),
    })
  })

  it('reaches the expense, and a correction can be remembered', async () => {
    const { files } = await cli.json(['upload', 'work'])
    const [{ expense }] = files
    expect(expense).toMatchObject({ category: 'travel', project: 'berlin', tags: ['client', 'trip'] })
    await cli.json(['edit', expense.id, '--merchant', 'Corner', '--category', 'food', '--remember'])
    const { rules } = await cli.json(['rules', 'list'])
    expect(rules).toMatchObject([{ merchant: expense.merchant, rename: 'Corner', category: 'food' }])
    expect((await cli.run(['rules', 'list'])).stdout).toContain('Corner')
    expect((await cli.run(['rules', 'add', 'x'])).code).toBe(2)
    expect((await cli.json(['rules', 'remove', expense.merchant])).ids).toEqual([rules[0].id])
  })
})
