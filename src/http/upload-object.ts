import { setTimeout as wait } from 'node:timers/promises'
import { ExpensaError } from '../core/errors.ts'
import type { UploadTarget } from '../core/object-store.ts'

export interface PutObjectOptions {
  fetch?: (request: Request) => Promise<Response>
  signal?: AbortSignal
  /** How often the PUT is sent at most. */
  maxAttempts?: number
  /** How long to wait before the next attempt; resolves early, by rejecting, when the signal fires. */
  sleep?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>
  random?: () => number
}

const firstDelayMs = 250
const longestDelayMs = 10_000
/** Gives a line of 32 kB/s the time it needs, and half a minute for everything else. */
const timeoutFor = (bytes: number) => 30_000 + Math.ceil(bytes / 32)

/**
 * Sends the bytes to where `createUploadTarget` said. Trouble that passes is waited out, with full jitter so
 * that many clients do not come back at once. An object that is there already is as good as stored: keys are
 * of one receipt each. Never sends chunked: a Blob (`fs.openAsBlob`) is read while it is sent.
 *
 * Throws `upload_expired` when the URL is refused (ask for another), `checksum_mismatch` when the bytes are
 * not those announced, `object_store_unavailable` when the trouble did not pass, `interrupted` on the signal.
 */
export async function putObject(
  target: UploadTarget,
  body: Blob | Uint8Array<ArrayBuffer>,
  options: PutObjectOptions = {},
): Promise<void> {
  const { signal, maxAttempts = 5, random = Math.random } = options
  const sleep =
    options.sleep ?? ((milliseconds) => wait(milliseconds, undefined, { ...(signal && { signal }) }))
  const blob = body instanceof Blob ? body : new Blob([body])
  if (String(blob.size) !== target.headers['content-length']) throw otherBytes()

  for (let attempt = 1; ; attempt++) {
    const outcome = await putOnce(target, blob, options)
    if (outcome === 'stored') return
    if (!outcome.again || attempt >= maxAttempts) throw outcome.error
    const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1))
    const delay = Math.max(random() * ceiling, Math.min(outcome.retryAfterMs, longestDelayMs))
    await sleep(delay, signal).catch(() => {
      throw interrupted()
    })
  }
}

type Failure = { error: ExpensaError; again: boolean; retryAfterMs: number }

async function putOnce(
  target: UploadTarget,
  blob: Blob,
  options: PutObjectOptions,
): Promise<'stored' | Failure> {
  const { fetch: send = fetch, signal } = options
  const timeout = AbortSignal.timeout(timeoutFor(blob.size))
  try {
    const answer = await send(
      new Request(target.url, {
        method: target.method,
        headers: target.headers,
        body: blob,
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      }),
    )
    const text = await answer.text()
    if (answer.ok || answer.status === 412) return 'stored'
    return failureOf(answer, text)
  } catch (error) {
    if (signal?.aborted) return final(interrupted())
    if (isUnreadable(error)) return final(otherBytes(error))
    const reason = timeout.aborted ? 'it took too long' : reasonOf(error)
    return passing(`The upload did not get through: ${reason}`, { cause: error })
  }
}

function failureOf(answer: Response, text: string): Failure {
  // S3 answers in XML, Expensa's own object store in JSON; both name a code.
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? /"code":"(\w+)"/.exec(text)?.[1] ?? 'no reason given'
  const said = `The object store answered ${answer.status} (${code})`
  const retryAfterMs = Number(answer.headers.get('retry-after') ?? 0) * 1000 || 0

  if (answer.status === 507) {
    return final(
      new ExpensaError('disk_full', 'The disk that holds the originals is full.', {
        hint: 'Free some space, then run the same command again: nothing is uploaded twice.',
      }),
    )
  }
  // RequestTimeout is S3's 400 for a body that came too slowly; 409 is a race for the key that is still open.
  const passes =
    [408, 409, 425, 429].includes(answer.status) || answer.status >= 500 || code === 'RequestTimeout'
  if (passes) return passing(`${said}.`, { retryAfterMs })
  if (answer.status === 403) {
    return final(
      new ExpensaError('upload_expired', `${said}: the upload URL is not, or no longer, accepted.`, {
        hint: 'Run the same command again. If that does not help, what is wrong is found by: expensa doctor',
      }),
    )
  }
  if (answer.status === 400) return final(otherBytes(new Error(said)))
  return final(
    new ExpensaError('invalid_config', `${said}.`, {
      hint: 'Ask whoever runs the server to check the bucket and its address.',
    }),
  )
}

function final(error: ExpensaError): Failure {
  return { error, again: false, retryAfterMs: 0 }
}

function passing(message: string, details: { cause?: unknown; retryAfterMs?: number }): Failure {
  const error = new ExpensaError('object_store_unavailable', message, {
    hint: 'Run the same command again: nothing is uploaded twice.',
    cause: details.cause,
  })
  return { error, again: true, retryAfterMs: details.retryAfterMs ?? 0 }
}

function otherBytes(cause?: unknown): ExpensaError {
  return new ExpensaError('checksum_mismatch', 'The file changed while it was being uploaded.', {
    hint: 'Run the same command again when nothing writes to the file any more.',
    cause,
  })
}

function interrupted(): ExpensaError {
  return new ExpensaError('interrupted', 'The upload was interrupted.')
}

/** A Blob of a file that was changed or removed since it was opened refuses to be read. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NotReadableError' || isUnreadable(error.cause))
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message
}
