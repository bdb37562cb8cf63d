import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type ErrorCode, ExpensaError } from '../core/errors.ts'
import type { ObjectStore, UploadRequest } from '../core/object-store.ts'
import { maxReceiptBytes, parseObjectKey } from '../core/receipt.ts'
import { signUploadUrl, verifyUploadUrl } from '../core/signed-upload.ts'

export interface DirectoryObjectStoreOptions {
  /** Holds the originals, as `<directory>/<object key>`. Created 0700 when it is not there. */
  directory: string
  /** Where `receive` is reachable, without a slash at the end, e.g. `http://localhost/objects`. */
  baseUrl: string
  now?: () => Date
}

export interface DirectoryObjectStore extends ObjectStore {
  /**
   * Answers the PUT that `createUploadTarget` described: 200 stored (or these very bytes were already there),
   * 400 other bytes than announced, 403 not what was signed or too late, 412 other bytes are stored under
   * this key, 507 disk full. Nothing is kept of a refused body.
   */
  receive(request: Request): Promise<Response>
}

const uploadLifetimeMs = 10 * 60_000
/** A write in progress in another process is younger than this; older ones were left by a crash. */
const abandonedAfterMs = 60 * 60_000

/**
 * Keeps originals in a directory of the local disk. What is stored is complete and on the disk: bytes arrive
 * in `.incoming`, are checked and flushed there, and get their name by a hard link, which never overwrites.
 */
export async function createDirectoryObjectStore(
  options: DirectoryObjectStoreOptions,
): Promise<DirectoryObjectStore> {
  const { baseUrl, now = () => new Date() } = options
  const directory = resolve(options.directory)
  const incoming = join(directory, '.incoming')
  const secret = await openDirectory(directory, incoming, now()).catch((error: unknown) => {
    throw fileError(error, directory)
  })

  /** `parseObjectKey` lets nothing through but two UUIDs, so no key leads out of the directory. */
  function pathOf(key: string): string {
    const { userId, receiptId } = parseObjectKey(key)
    return join(directory, 'receipts', userId, receiptId)
  }

  async function store(request: Request): Promise<void> {
    const upload = verifyUploadUrl(secret, baseUrl, request, now())
    const path = pathOf(upload.key)
    const temporary = join(incoming, randomUUID())
    try {
      await writeChecked(temporary, request.body, upload)
      await makePrivateDirectory(dirname(path))
      await linkOnce(temporary, path, upload.sha256)
      await flushDirectory(dirname(path))
    } finally {
      await rm(temporary, { force: true })
    }
  }

  return {
    async createUploadTarget(request) {
      pathOf(request.key)
      const expiresAt = new Date(now().getTime() + uploadLifetimeMs)
      return {
        url: signUploadUrl(secret, baseUrl, request, expiresAt),
        method: 'PUT',
        headers: { 'content-type': request.contentType, 'content-length': String(request.sizeBytes) },
        expiresAt,
      }
    },

    async getObject(key) {
      const path = pathOf(key)
      try {
        const { size } = await stat(path)
        if (size > maxReceiptBytes) {
          throw new ExpensaError('file_too_large', `The stored original ${path} has ${size} bytes.`)
        }
        return await readFile(path)
      } catch (error) {
        throw fileError(error, path)
      }
    },

    async headObject(key) {
      const path = pathOf(key)
      try {
        return { sizeBytes: (await stat(path)).size }
      } catch (error) {
        if (isCode(error, 'ENOENT')) return null
        throw fileError(error, path)
      }
    },

    async deleteObject(key) {
      const path = pathOf(key)
      try {
        await rm(path, { force: true })
      } catch (error) {
        throw fileError(error, path)
      }
    },

    describeLocation: pathOf,

    async receive(request) {
      try {
        await store(request)
        return new Response(null, { status: 200 })
      } catch (error) {
        const failure = fileError(error, directory)
        return Response.json(
          { error: { code: failure.code, message: failure.message, hint: failure.hint } },
          { status: refusalStatus[failure.code] ?? 503 },
        )
      }
    },
  }
}

const refusalStatus: Partial<Record<ErrorCode, number>> = {
  invalid_request: 400,
  checksum_mismatch: 400,
  forbidden: 403,
  conflict: 412,
  disk_full: 507,
}

/** Writes the body to a new file and flushes it. Throws `checksum_mismatch` for other bytes than announced. */
async function writeChecked(
  path: string,
  body: ReadableStream<Uint8Array> | null,
  announced: UploadRequest,
): Promise<void> {
  const hash = createHash('sha256')
  let received = 0
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const part of body ?? []) {
      received += part.length
      if (received > announced.sizeBytes) break
      hash.update(part)
      await file.writeFile(part)
    }
    if (received !== announced.sizeBytes || hash.digest('hex') !== announced.sha256) {
      throw new ExpensaError('checksum_mismatch', 'Other bytes arrived than were announced.')
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Gives the file its name unless the name is taken; the same bytes there already are as good. */
async function linkOnce(temporary: string, path: string, sha256: string): Promise<void> {
  try {
    await link(temporary, path)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
    const stored = createHash('sha256').update(await readFile(path))
    if (stored.digest('hex') !== sha256) {
      throw new ExpensaError('conflict', 'Other bytes are stored under this key already.')
    }
  }
}

async function openDirectory(directory: string, incoming: string, now: Date): Promise<Uint8Array> {
  await makePrivateDirectory(incoming)
  await removeAbandoned(incoming, now)
  return loadSecret(directory, incoming)
}

/** The key of the upload URLs, made once for a directory. Whoever comes second takes the first one's. */
async function loadSecret(directory: string, incoming: string): Promise<Uint8Array> {
  const path = join(directory, '.upload-secret')
  const temporary = join(incoming, randomUUID())
  try {
    return await readFile(path)
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
  }
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(randomBytes(32))
      await file.sync()
    } finally {
      await file.close()
    }
    await link(temporary, path).catch((error: unknown) => {
      if (!isCode(error, 'EEXIST')) throw error
    })
    await flushDirectory(directory)
    return await readFile(path)
  } finally {
    await rm(temporary, { force: true })
  }
}

async function makePrivateDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  // Each directory that was just made is itself an entry of its parent that must reach the disk.
  for (let made = path; made.length >= first.length; made = dirname(made)) await flushDirectory(dirname(made))
}

/** After this the names in the directory survive a power loss. Windows has no such call. */
async function flushDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function removeAbandoned(incoming: string, now: Date): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    const age = await stat(path).then(
      (found) => now.getTime() - found.mtimeMs,
      () => 0,
    )
    if (age > abandonedAfterMs) await rm(path, { force: true })
  }
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}

function fileError(error: unknown, path: string): ExpensaError {
  if (error instanceof ExpensaError) return error
  if (isCode(error, 'ENOENT')) {
    return new ExpensaError('object_missing', `There is no original at ${path}.`, { cause: error })
  }
  if (isCode(error, 'ENOSPC', 'EDQUOT')) {
    return new ExpensaError('disk_full', `The disk that holds ${path} is full.`, {
      hint: 'Free some space, then run the same command again: nothing is uploaded twice.',
      cause: error,
    })
  }
  const reason = error instanceof Error ? error.message : String(error)
  return new ExpensaError('object_store_unavailable', `Cannot use ${path}: ${reason}`, { cause: error })
}
