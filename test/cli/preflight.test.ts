import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExifReader from 'exifreader'
import sharp from 'sharp'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runPack } from '../../src/cli/commands/pack.ts'
import { runUpload, type UploadCommandOptions } from '../../src/cli/commands/upload.ts'
import { runCommand } from '../support/command-context.ts'
import { type Ledger, lunch, openLedger, type Person, readingClient, sha256Of } from '../support/ledger.ts'
import { positionedReceipt } from '../support/positioned.ts'

let ledger: Ledger
let user: Person
let folder: string

beforeAll(async () => {
  ledger = await openLedger()
})

beforeEach(async () => {
  user = ledger.signIn()
  folder = await mkdtemp(join(tmpdir(), 'expensa-preflight-'))
  return () => rm(folder, { recursive: true })
})

async function upload(path: string, options: Partial<UploadCommandOptions> = {}, leavesMachine = true) {
  const all = { wait: true, concurrency: 2, json: true, ...options }
  const ended = await runCommand(readingClient(user), (context) => runUpload(context, [path], all), {
    leavesMachine,
  })
  return { ...ended, files: JSON.parse(ended.stdout).files }
}

async function file(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(join(folder, name), bytes)
  return join(folder, name)
}

describe('a photo with a position', () => {
  /** The photo, its file, and its receipt after an upload. */
  async function bringPhoto(leavesMachine = true) {
    const photo = await positionedReceipt()
    const path = await file('photo.jpg', photo)
    const { files, code } = await upload(path, {}, leavesMachine)
    expect(code).toBe(0)
    const { receipt } = await user.detail(files[0].receiptId)
    return { photo, path, receipt, stored: await user.client.downloadOriginal(receipt.id) }
  }

  beforeEach(async () => {
    const photo = await positionedReceipt()
    for (const sha256 of [sha256Of(photo)]) ledger.answers.set(sha256, lunch)
    const { withoutPositions } = await import('../../src/core/positions.ts')
    ledger.answers.set(sha256Of(withoutPositions(photo) ?? photo), lunch)
  })

  it('is stored without it and with its date; the file itself stays as it is', async () => {
    const { photo, path, receipt, stored } = await bringPhoto()
    const tags = ExifReader.load(stored.buffer)
    expect(Object.keys(tags).filter((name) => name.startsWith('GPS'))).toEqual([])
    expect(tags.DateTimeOriginal?.description).toBe('2026:10:03 12:10:00')
    expect(receipt).toMatchObject({ sha256: sha256Of(photo), storedSha256: sha256Of(stored) })
    expect((await readFile(path)).equals(photo)).toBe(true)
  })

  it('is known again: as the person has it, and as it was stored', async () => {
    const { receipt, path, stored } = await bringPhoto()
    for (const again of [path, await file('downloaded.jpg', stored)]) {
      expect((await upload(again)).files).toMatchObject([{ outcome: 'duplicate', receiptId: receipt.id }])
    }
    expect((await user.client.listExpenses({})).expenses).toHaveLength(1)
  })

  it('is cleared away only as the very file of which there is a record', async () => {
    const { path } = await bringPhoto()
    expect((await upload(path, { delete: true })).files).toMatchObject([{ outcome: 'duplicate' }])
    expect(existsSync(path)).toBe(false)
  })

  it('is proved by the checksums of a pack, which are those of what is stored', async () => {
    const { stored } = await bringPhoto()
    const output = join(folder, 'pack')
    await runCommand(user.client, (context) => runPack(context, { year: '2026', output }))
    const sums = await readFile(join(output, 'SHA256SUMS'), 'utf8')
    const [, listed, name] = /^([0-9a-f]{64}) {2}(originals\/.*)$/m.exec(sums) ?? []
    expect(listed).toBe(sha256Of(stored))
    const packed = createHash('sha256').update(await readFile(join(output, name ?? '')))
    expect(packed.digest('hex')).toBe(listed)
  })

  it('comes in though an older version had announced it as it was, and was interrupted', async () => {
    const photo = await positionedReceipt()
    const announced = { sha256: sha256Of(photo), sizeBytes: photo.length, contentType: 'image/jpeg' as const }
    await user.client.requestUploads({
      batchId: null,
      files: [{ ...announced, originalFilename: 'photo.jpg', category: null }],
    })
    expect((await bringPhoto()).receipt.storedSha256).not.toBeNull()
  })

  it('stays as it is on this machine', async () => {
    const { photo, receipt, stored } = await bringPhoto(false)
    expect(Buffer.from(stored).equals(photo)).toBe(true)
    expect(receipt.storedSha256).toBeNull()
  })
})

describe('a picture in which nothing can be read', () => {
  const blank = () =>
    sharp({ create: { width: 800, height: 1000, channels: 3, background: '#eeeeea' } })
      .jpeg()
      .toBuffer()

  it('is not sent, and never cleared away; --force sends it', async () => {
    const path = await file('blank.jpg', await blank())
    const refused = await upload(path, { delete: true })
    expect(refused).toMatchObject({ code: 1, files: [{ outcome: 'failed', receiptId: null }] })
    expect(refused.files[0].failure).toMatchObject({ code: 'picture_unreadable' })
    expect(refused.stderr).toContain('expensa upload --force')
    expect(existsSync(path)).toBe(true)
    expect(await user.client.lookup([sha256Of(await readFile(path))])).toEqual({ receipts: [] })

    ledger.answers.set(sha256Of(await readFile(path)), { notes: ['unreadable'] })
    const forced = await upload(path, { force: true, delete: true })
    expect(forced.files).toMatchObject([{ outcome: 'needs_review' }])
    expect(existsSync(path)).toBe(true)
    // Known now: nobody asks again.
    expect((await upload(path)).files).toMatchObject([{ outcome: 'duplicate' }])
  })
})
