import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import { ExpensaError } from '../core/errors.ts'
import { contentTypes } from '../core/receipt.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const identifier = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)

/** What a backup consists of. It is written last: a directory without one is no backup. */
const manifestSchema = z.object({
  schema: z.literal('expensa.backup/1'),
  createdAt: z.iso.datetime(),
  /** The state of the database's schema. */
  migrations: z.array(z.string()),
  tables: z.array(
    z.object({ name: identifier, columns: z.array(identifier), rows: z.number().int(), sha256: hash }),
  ),
  /** The list of originals, originals.ndjson. Each has a file `objects/<key>`, but for those that were missing. */
  originals: z.object({ count: z.number().int(), sha256: hash, missing: z.array(z.string()) }),
})

export type Manifest = z.output<typeof manifestSchema>

/** One line of the list of originals. */
export const originalSchema = z.object({
  // It becomes a path: nothing but the ids that object keys consist of.
  key: z.string().regex(/^receipts\/[0-9a-f-]{36}\/[0-9a-f-]{36}$/),
  contentType: z.enum(contentTypes),
  sizeBytes: z.number().int().positive(),
  sha256: hash,
})

const manifestFile = 'manifest.json'

export const tableFile = (name: string) => join('tables', `${name}.ndjson`)
export const originalsFile = 'originals.ndjson'
export const objectFile = (key: string) => join('objects', key)

/** Makes the directory for a backup, for its owner only. Throws `conflict` when something is in it. */
export async function createBackupDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  if ((await readdir(directory)).length > 0) {
    throw new ExpensaError('conflict', `The directory ${directory} is not empty.`, {
      hint: 'Give each backup a directory of its own, e.g.: expensa backup "backup-$(date +%F)"',
    })
  }
}

export async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  const path = join(directory, manifestFile)
  await writeFile(`${path}.part`, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true })
  await rename(`${path}.part`, path)
}

/** Throws `invalid_request` when the directory holds no complete backup that this version understands. */
export async function readManifest(directory: string): Promise<Manifest> {
  const path = join(directory, manifestFile)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ExpensaError('invalid_request', `${directory} holds no backup: ${path} cannot be read.`, {
      hint: 'A backup that was interrupted has no manifest, and is none.',
      cause,
    })
  })
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new ExpensaError('invalid_request', `${path} is not the manifest of a backup.`, { cause })
  }
}

/** Writes lines to a new file and flushes it. Returns how many, and the hash of all bytes. */
export async function writeLines(
  directory: string,
  name: string,
  lines: AsyncIterable<string>,
): Promise<{ rows: number; sha256: string }> {
  const whole = createHash('sha256')
  let rows = 0
  const file = await create(join(directory, name))
  try {
    for await (const line of lines) {
      whole.update(`${line}\n`)
      await file.writeFile(`${line}\n`)
      rows += 1
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { rows, sha256: whole.digest('hex') }
}

export async function writeBytes(directory: string, name: string, bytes: Uint8Array): Promise<void> {
  const file = await create(join(directory, name))
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function create(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  return open(path, 'wx', 0o600)
}

/** Lines as `writeLines` wrote them. (node:readline would also part lines at U+2028, which JSON may contain.) */
export async function* readLines(directory: string, name: string): AsyncGenerator<string> {
  let rest = ''
  for await (const part of createReadStream(join(directory, name), 'utf8')) {
    const lines = `${rest}${part}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}

/** Throws `checksum_mismatch` when the file is not what the manifest says. */
export async function verifyFile(directory: string, name: string, sha256: string): Promise<void> {
  const whole = createHash('sha256')
  for await (const part of createReadStream(join(directory, name))) whole.update(part)
  if (whole.digest('hex') === sha256) return
  throw new ExpensaError('checksum_mismatch', `${join(directory, name)} was changed since the backup.`)
}
