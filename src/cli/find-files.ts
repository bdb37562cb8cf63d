import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readdir, realpath, stat } from 'node:fs/promises'
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { detectContentType } from '../core/content-type.ts'
import { ExpensaError } from '../core/errors.ts'
import { type ContentType, maxReceiptBytes } from '../core/receipt.ts'

export interface FoundFile {
  path: string
  /** Named by the person: then it must be a receipt. Files met in a directory may be something else. */
  named: boolean
}

/** Extensions by which a file in a directory is meant to be a receipt, even when its content is broken. */
const receiptNames = /\.(jpe?g|png|webp|hei[cf]|tiff?|pdf)$/i
const junkNames = /^(\.|Thumbs\.db$|desktop\.ini$|__MACOSX$)/

/**
 * The files behind what was typed: files as they are, directories with everything below them in a stable
 * order, patterns (for shells that do not expand them), and `-` for a list on stdin, one path a line.
 * Symbolic links inside directories are not followed, so there are no loops. `records`, where Expensa keeps its
 * own files, is passed by; a path in there throws `usage`: cleared away, they would be lost.
 */
export async function* findFiles(
  paths: readonly string[],
  stdin: AsyncIterable<Buffer | string>,
  records: string,
): AsyncGenerator<FoundFile> {
  const own = await realPath(records)
  for (const path of paths) {
    if (path === '-') {
      for await (const line of createInterface({ input: Readable.from(stdin) })) {
        if (line.trim() !== '') yield* expand(line, own)
      }
    } else yield* expand(path, own)
  }
}

/** Throws `usage` for a path among Expensa's own files. */
export async function refuseOwnFiles(path: string, records: string): Promise<void> {
  if (isBelow(await realPath(records), await realPath(path))) throw ownFiles(path)
}

function ownFiles(path: string): ExpensaError {
  return new ExpensaError('usage', `${path} is where Expensa keeps its own files.`, {
    hint: 'Name the directory that your receipts come from.',
  })
}

const realPath = (path: string) => realpath(path).catch(() => resolve(path))

/** `own` is the real path of Expensa's own files. */
async function* expand(path: string, own: string): AsyncGenerator<FoundFile> {
  const real = await realPath(path)
  if (isBelow(own, real)) throw ownFiles(path)
  const found = await stat(path).catch(() => null)
  if (found?.isDirectory()) {
    yield* walk(path, join(path, relative(real, own)))
  } else if (!found && /[*?[\]{}]/.test(path)) {
    const { glob } = await import('tinyglobby')
    const matches = await glob(path, { expandDirectories: false, absolute: false })
    if (matches.length === 0) yield { path, named: true }
    for (const match of matches.sort()) {
      if (isBelow(own, await realPath(match))) throw ownFiles(match)
      yield { path: match, named: true }
    }
  } else yield { path, named: true }
}

/** `own` is where Expensa's own files would be met on the way. */
async function* walk(directory: string, own: string): AsyncGenerator<FoundFile> {
  if (directory === own) return
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => null)
  if (entries === null) {
    // Looked into like a file, it says what is wrong with it.
    yield { path: directory, named: true }
    return
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    if (junkNames.test(entry.name)) continue
    const path = join(directory, entry.name)
    if (entry.isDirectory()) yield* walk(path, own)
    else if (entry.isFile()) yield { path, named: false }
  }
}

/** Whether a path lies below a directory, or is it. */
export function isBelow(directory: string, path: string): boolean {
  const way = relative(resolve(directory), resolve(path))
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** The error for paths in which nothing is a receipt. */
export function nothingFound(paths: readonly string[]): ExpensaError {
  return new ExpensaError('usage', `There are no receipts in ${paths.join(', ')}.`, {
    hint: 'Expensa takes JPEG, PNG, WebP, HEIC, TIFF and PDF files, and directories with such files.',
  })
}

export interface ReceiptFile {
  path: string
  sha256: string
  sizeBytes: number
  contentType: ContentType
  originalFilename: string
}

/**
 * Looks into a file: type by content, size, SHA-256, without holding it in memory. Null for a file in a
 * directory that is neither a receipt nor named like one. Throws what is wrong with it otherwise.
 */
export async function inspectFile({ path, named }: FoundFile): Promise<ReceiptFile | null> {
  const originalFilename = basename(path)
  try {
    const head = await readHead(path)
    const contentType = detectContentType(head.bytes)
    if (contentType === null && !named && !receiptNames.test(originalFilename)) return null
    if (head.sizeBytes === 0) {
      throw new ExpensaError('file_empty', 'The file is empty.', { hint: 'Copy or photograph it again.' })
    }
    if (contentType === null) {
      throw new ExpensaError('unsupported_type', 'This is not a JPEG, PNG, WebP, HEIC, TIFF or PDF file.', {
        hint: 'Save or photograph the receipt in one of these formats.',
      })
    }
    if (head.sizeBytes > maxReceiptBytes) {
      throw new ExpensaError(
        'file_too_large',
        `The file is larger than ${maxReceiptBytes / 1024 / 1024} MB.`,
        {
          hint: 'Save it at a lower resolution; 3000 pixels on the longer side are plenty.',
        },
      )
    }
    const hash = createHash('sha256')
    let sizeBytes = 0
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk)
      sizeBytes += chunk.length
    }
    // 255 bytes is what file systems allow; a name from elsewhere may be longer.
    return {
      path,
      sha256: hash.digest('hex'),
      sizeBytes,
      contentType,
      originalFilename: originalFilename.slice(-255),
    }
  } catch (error) {
    throw fileError(error)
  }
}

async function readHead(path: string): Promise<{ bytes: Uint8Array; sizeBytes: number }> {
  const file = await open(path)
  try {
    const info = await file.stat()
    if (!info.isFile())
      throw new ExpensaError('file_unreadable', 'This is neither a file nor a directory.', {
        hint: 'Copy it to a file first.',
      })
    const { bytesRead, buffer } = await file.read(Buffer.alloc(64), 0, 64, 0)
    return { bytes: buffer.subarray(0, bytesRead), sizeBytes: info.size }
  } finally {
    await file.close()
  }
}

function fileError(error: unknown): ExpensaError {
  if (error instanceof ExpensaError) return error
  const { code, message } = error as NodeJS.ErrnoException
  const known: Record<string, [string, string]> = {
    ENOENT: ['There is no such file.', 'Check the path or pattern.'],
    EACCES: ['You may not read this.', 'Change its permissions: chmod u+r <path>'],
    EPERM: ['You may not read this.', 'Change its permissions.'],
    EISDIR: ['This is a directory.', 'Upload the directory itself: expensa upload <directory>'],
  }
  const [what, hint] = known[code ?? ''] ?? [
    `The file cannot be read: ${message}`,
    'Check the disk it is on.',
  ]
  return new ExpensaError('file_unreadable', what, { hint, cause: error })
}
