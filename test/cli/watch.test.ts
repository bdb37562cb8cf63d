import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { clearOriginal } from '../../src/cli/clear-original.ts'
import { runUpload } from '../../src/cli/commands/upload.ts'
import { runWatch, type WatchCommandOptions } from '../../src/cli/commands/watch.ts'
import { watchDirectory } from '../../src/cli/watch-directory.ts'
import { ExpensaError } from '../../src/core/errors.ts'
import type { Client } from '../../src/http/client.ts'
import { uniquePicture } from '../support/cloud.ts'
import { runCommand } from '../support/command-context.ts'
import { type Ledger, lunch, openLedger, type Person, readingClient, sha256Of } from '../support/ledger.ts'

let ledger: Ledger
let user: Person
let folder: string
let inbox: string

beforeAll(async () => {
  ledger = await openLedger()
})

beforeEach(async () => {
  user = ledger.signIn()
  folder = await mkdtemp(join(tmpdir(), 'expensa-watch-'))
  inbox = join(folder, 'inbox')
  await mkdir(inbox)
  return () => rm(folder, { recursive: true })
})

async function picture(name: string): Promise<string> {
  const bytes = await uniquePicture()
  ledger.answers.set(sha256Of(bytes), lunch)
  await writeFile(join(inbox, name), bytes)
  return join(inbox, name)
}

/** Watches until the inbox and the records are as wanted. */
async function watchUntil(
  client: Client,
  options: Partial<WatchCommandOptions>,
  arrived: () => Promise<boolean>,
) {
  const stop = new AbortController()
  const all = { settle: 0.1, ndjson: true, ...options }
  const ended = runCommand(client, (context) => runWatch({ ...context, now: () => new Date() }, inbox, all), {
    signal: stop.signal,
  })
  const deadline = Date.now() + 20_000
  while (!(await arrived()) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50))
  stop.abort()
  return ended
}

const records = async () => (await user.client.listExpenses({})).expenses.length

describe('expensa watch', () => {
  it.each([{}, { poll: 0.1 }])(
    'brings in what is there and what comes, and ends well (%j)',
    async (options) => {
      await picture('first.jpg')
      let added = false
      const { code, stdout } = await watchUntil(readingClient(user), options, async () => {
        const count = await records()
        if (count === 1 && !added) {
          added = true
          await picture('second.jpg')
        }
        return count === 2
      })
      expect(code).toBe(0)
      expect(
        stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line).outcome),
      ).toContain('extracted')
      expect(await readdir(inbox)).toHaveLength(2)
    },
  )

  it('moves files once their records are confirmed, and overwrites nothing', async () => {
    const done = join(inbox, 'done')
    await mkdir(done)
    await writeFile(join(done, 'a.jpg'), 'an older one')
    await picture('a.jpg')
    await watchUntil(readingClient(user), { moveTo: done }, async () => (await readdir(inbox)).length === 1)
    expect((await readdir(done)).sort()).toEqual(['a (2).jpg', 'a.jpg'])
    // What was moved below the watched directory is not brought in again.
    expect(await records()).toBe(1)
  })

  it('outlasts a backend that is away, and loses nothing', async () => {
    await picture('a.jpg')
    let away = 2
    const client: Client = {
      ...readingClient(user),
      async requestUploads(request, signal) {
        if (away-- > 0) throw new ExpensaError('server_unreachable', 'The backend cannot be reached.')
        return user.client.requestUploads(request, signal)
      },
    }
    const { stderr } = await watchUntil(
      client,
      { delete: true },
      async () => (await readdir(inbox)).length === 0,
    )
    expect(stderr).toContain('cannot be reached. Trying again in 2 s.')
    expect(await records()).toBe(1)
  })

  it('tries again within the same batch, so that a long absence leaves one of them', async () => {
    await picture('a.jpg')
    let away = 1
    const client: Client = {
      ...readingClient(user),
      async requestUploads(request, signal) {
        if (away-- > 0) throw new ExpensaError('server_unreachable', 'The backend cannot be reached.')
        return user.client.requestUploads(request, signal)
      },
    }
    await watchUntil(client, {}, async () => (await records()) === 1)
    const { batches } = await user.client.listBatches()
    expect(batches).toHaveLength(1)
    expect(batches[0]?.counts).toMatchObject({ extracted: 1 })
  })

  it('moves each file as soon as there is its record, whatever the others wait for', async () => {
    const done = join(folder, 'done')
    await picture('a.jpg')
    const slow = await uniquePicture()
    ledger.answers.set(sha256Of(slow), lunch)
    await writeFile(join(inbox, 'b.jpg'), slow)
    let held: string[] = []
    const client: Client = {
      ...user.client,
      async confirmUploads(ids, signal) {
        const answer = await user.client.confirmUploads(ids, signal)
        const { receipts } = await user.client.receiptStatus([...ids])
        held = receipts.flatMap(({ receipt }) => (receipt.sha256 === sha256Of(slow) ? [receipt.id] : []))
        for (const id of ids) if (!held.includes(id)) await user.read(id)
        return answer
      },
    }
    await watchUntil(client, { moveTo: done }, async () => {
      const moved = await readdir(done).catch(() => [])
      if (moved.length === 1) {
        expect(await readdir(inbox)).toEqual(['b.jpg'])
        for (const id of held) await user.read(id)
      }
      return moved.length === 2
    })
    expect((await readdir(done)).sort()).toEqual(['a.jpg', 'b.jpg'])
  })

  it('clears away what was brought in before a restart', async () => {
    const path = await picture('a.jpg')
    await watchUntil(readingClient(user), {}, async () => (await records()) === 1)
    await watchUntil(readingClient(user), { delete: true }, async () => (await readdir(inbox)).length === 0)
    expect([await readdir(inbox), await records()]).toEqual([[], 1])
    expect(path).toContain('a.jpg')
  })

  it('refuses a directory that is not there', async () => {
    await expect(
      runCommand(user.client, (context) => runWatch(context, join(folder, 'none'), { settle: 1 })),
    ).rejects.toMatchObject({ code: 'usage' })
  })
})

describe('a watched directory', () => {
  it('gives a file only after it has not changed for the settle time', async () => {
    let time = 0
    const signal = new AbortController().signal
    const options = {
      settleMs: 1000,
      pollMs: 1,
      except: null,
      records: 'nowhere',
      now: () => new Date(time),
      signal,
    }
    const watcher = watchDirectory(inbox, options)
    const path = join(inbox, 'growing.jpg')
    const ready = async () => (await watcher.ready()).map((file) => file.path)
    await writeFile(path, 'half')
    await writeFile(`${path}.part`, 'never')
    expect(await ready()).toEqual([])
    time = 900
    await writeFile(path, 'half and half')
    expect(await ready()).toEqual([])
    time = 1800
    expect(await ready()).toEqual([])
    time = 1900
    expect(await ready()).toEqual([path])
    for (const file of await watcher.ready()) watcher.done(file)
    expect(await ready()).toEqual([])
    await writeFile(path, 'another one')
    await watcher.ready()
    time = 3000
    expect(await ready()).toEqual([path])
  })
})

describe('clearing a file away', () => {
  const result = (
    file: string,
    receiptId: string | null,
    outcome: 'extracted' | 'pending' = 'extracted',
  ) => ({
    file,
    outcome,
    receiptId,
    expense: null,
    failure: null,
  })

  it('leaves what changed, what waits, and what has no record', async () => {
    const bytes = await uniquePicture()
    const id = await user.bring(lunch, bytes)
    const file = join(inbox, 'a.jpg')
    await writeFile(file, bytes)
    const waiting = await user.upload(lunch)
    const clear = (receiptId: string | null, outcome?: 'pending') =>
      clearOriginal(user.client, result(file, receiptId, outcome), { delete: true })
    expect(await clear(null)).toEqual({ cleared: false })
    expect(await clear(id, 'pending')).toEqual({ cleared: false })
    expect(await clear(waiting)).toEqual({ cleared: false })
    await writeFile(file, 'something else by now')
    expect(await clear(id)).toMatchObject({ cleared: false, why: expect.stringContaining('exactly these') })
    expect(await readdir(inbox)).toEqual(['a.jpg'])
    await writeFile(file, bytes)
    expect(await clear(id)).toEqual({ cleared: true })
    expect(await readdir(inbox)).toEqual([])
  })

  it('leaves alone what upload itself moved below the directory', async () => {
    await picture('a.jpg')
    const done = join(inbox, 'done')
    const run = () =>
      runCommand(readingClient(user), (context) =>
        runUpload(context, [inbox], { wait: true, concurrency: 2, json: true, moveTo: done }),
      )
    expect(JSON.parse((await run()).stdout).counts).toMatchObject({ extracted: 1 })
    expect(await readdir(done)).toEqual(['a.jpg'])
    await picture('b.jpg')
    expect(JSON.parse((await run()).stdout).files).toHaveLength(1)
    expect((await readdir(done)).sort()).toEqual(['a.jpg', 'b.jpg'])
    // As cron does it: an empty directory is no mistake.
    expect(await run()).toMatchObject({ code: 0, stderr: 'Nothing is left to bring in.\n' })
  })

  it('says what is in the way, and loses nothing by it', async () => {
    const bytes = await uniquePicture()
    const id = await user.bring(lunch, bytes)
    const file = join(inbox, 'a.jpg')
    await writeFile(file, bytes)
    await writeFile(join(folder, 'done'), 'a file where the directory should be')
    const clearing = { moveTo: join(folder, 'done') }
    expect(await clearOriginal(user.client, result(file, id), clearing)).toMatchObject({
      cleared: false,
      failed: true,
      why: expect.stringMatching(/could not be moved: .*done/),
    })
    expect(await readdir(inbox)).toEqual(['a.jpg'])
    await rm(file)
    expect(await clearOriginal(user.client, result(file, id), { delete: true })).toMatchObject({
      failed: true,
    })
  })
})
