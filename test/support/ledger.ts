import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrations } from '../../migrations/index.ts'
import { createDirectoryObjectStore } from '../../src/adapters/directory-object-store.ts'
import { openPostgres } from '../../src/adapters/postgres-database.ts'
import { createPostgresExpenseStore } from '../../src/adapters/postgres-expense-store.ts'
import { migrateToLatest } from '../../src/adapters/postgres-migrator.ts'
import { loadConfig } from '../../src/config.ts'
import { type Extraction, emptyExtraction } from '../../src/core/extraction.ts'
import type { Extractor, ExtractorAnswer } from '../../src/core/extractor.ts'
import { ingestReceipt } from '../../src/core/ingest-receipt.ts'
import { withPictureHash } from '../../src/core/with-picture-hash.ts'
import { createApp } from '../../src/http/app.ts'
import { type Client, createClient } from '../../src/http/client.ts'
import { putObject } from '../../src/http/upload-object.ts'
import { describeGemini } from '../../src/wiring/describe-reader.ts'
import { openGrey } from '../../src/wiring/pictures.ts'
import { afterFile } from './after-file.ts'
import { uniquePicture } from './cloud.ts'
import { createTestDatabase } from './postgres.ts'

export const today = '2026-11-23'

/** What the extractor answers: fields over an empty extraction, or what it throws. */
export type Answer = Partial<Extraction> | Error

/**
 * The app on a real PostgreSQL and a directory, with an extractor that answers as it is told. Every user has
 * their own client.
 */
export async function openLedger({ settings = {} }: { settings?: Record<string, string> } = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'expensa-ledger-'))
  const db = openPostgres({ ...(await createTestDatabase()), max: 4 })
  await migrateToLatest(db, migrations)
  const store = createPostgresExpenseStore(db)
  const objects = await createDirectoryObjectStore({ directory, baseUrl: 'http://localhost/objects' })
  const answers = new Map<string, Answer>()
  const queued: string[] = []

  const standIn: Extractor = {
    async extract({ bytes }): Promise<ExtractorAnswer> {
      const answer = answers.get(sha256Of(bytes)) ?? {}
      if (answer instanceof Error) throw answer
      return {
        extraction: { ...emptyExtraction(), ...answer },
        extractor: 'stand-in',
        model: 'test-1',
        promptVersion: '1',
        raw: {},
        tokensIn: null,
        tokensOut: null,
        durationMs: 1,
      }
    },
    close: async () => {},
  }
  const extractor = withPictureHash(standIn, openGrey)
  const app = createApp({
    store,
    objects,
    authenticate: async (request) => ({
      userId: request.headers.get('authorization')?.slice(7) ?? '',
      tokenId: '',
      kind: 'session',
      scope: 'write',
    }),
    onUploaded: (_user, ids) => void queued.push(...ids),
    extract: async (document, model) => {
      const answer = await extractor.extract(document, { today })
      return { ...answer, model: model ?? answer.model }
    },
    describeReader: () => describeGemini(loadConfig(settings), db),
    receiveObject: (request) => objects.receive(request),
  })
  afterFile(async () => {
    await db.destroy()
    await rm(directory, { recursive: true, force: true })
  })

  function signIn(userId: string = randomUUID()) {
    const client = createClient({
      baseUrl: 'http://localhost',
      token: async () => userId,
      fetch: async (request) => app.fetch(request),
    })
    const expenses = store.forUser(userId)

    const read = (receiptId: string) =>
      ingestReceipt(receiptId, { expenses, objects, extractor, context: { today } })

    /** Brings a picture in up to where it waits to be read. */
    async function upload(answer: Answer, picture?: Uint8Array<ArrayBuffer>, batchId: string | null = null) {
      const bytes = picture ?? (await uniquePicture())
      answers.set(sha256Of(bytes), answer)
      const file = { sizeBytes: bytes.length, contentType: 'image/jpeg' as const, category: null }
      const { files } = await client.requestUploads({
        batchId,
        files: [{ ...file, sha256: sha256Of(bytes), originalFilename: 'a receipt.jpg' }],
      })
      const [decision] = files
      if (decision?.outcome !== 'upload') throw new Error(`Not to be uploaded: ${decision?.outcome}`)
      const target = { ...decision.target, expiresAt: new Date(decision.target.expiresAt) }
      await putObject(target, bytes, { fetch: client.putObject })
      await client.confirmUploads([decision.receiptId])
      return decision.receiptId
    }

    /** Brings a picture in and reads it. */
    async function bring(answer: Answer, picture?: Uint8Array<ArrayBuffer>) {
      const receiptId = await upload(answer, picture)
      await read(receiptId)
      return receiptId
    }

    return { userId, client, expenses, upload, read, bring, detail: (id: string) => client.getExpense(id) }
  }

  return { db, app, store, objects, answers, queued, extractor, signIn }
}

export type Ledger = Awaited<ReturnType<typeof openLedger>>
export type Person = ReturnType<Ledger['signIn']>

/** An extraction with nothing to review. */
export const lunch: Partial<Extraction> = {
  merchant: 'Lunch Bar',
  purchaseDate: '2026-10-03',
  currency: 'EUR',
  total: '12.50',
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The client's type, for tests that hand it to commands. */
export type { Client }

/** A client behind which receipts are read as soon as they are confirmed. */
export function readingClient(user: Person): Client {
  const { client } = user
  return {
    ...client,
    async confirmUploads(ids, signal) {
      const answer = await client.confirmUploads(ids, signal)
      for (const id of ids) await user.read(id)
      return answer
    },
  }
}
