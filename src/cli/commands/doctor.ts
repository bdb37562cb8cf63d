import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ExpensaError, toExpensaError } from '../../core/errors.ts'
import type { Client } from '../../http/client.ts'
import { putObject } from '../../http/upload-object.ts'
import type { CommandContext } from '../context.ts'
import { exitCodeOf, exitCodes } from '../exit-codes.ts'
import { toJsonDocument } from '../output/json.ts'
import { plain } from '../output/text.ts'

interface Check {
  name: string
  /** Null: it does not apply here. */
  passed: boolean | null
  detail: string
  hint: string | null
}

/** A signed URL is refused when the clocks differ by more than a quarter of an hour. */
const largestSkewMs = 5 * 60_000
const eventWaitMs = 20_000

/** `expensa doctor`: looks at everything a receipt passes, in that order, and says what to do where it stops. */
export async function runDoctor(context: CommandContext, options: { json?: boolean }): Promise<number> {
  const checks: Check[] = []
  let failure: ExpensaError | null = null
  const check = async (name: string, work: () => Promise<string | null>) => {
    // What comes behind a failure would fail for the same reason, and hide it.
    if (failure) return
    try {
      const detail = await work()
      add({
        name,
        passed: detail === null ? null : true,
        detail: detail ?? 'does not apply here',
        hint: null,
      })
    } catch (thrown) {
      failure = toExpensaError(thrown)
      add({ name, passed: false, detail: failure.message, hint: failure.hint ?? null })
    }
  }
  const add = (result: Check) => {
    checks.push(result)
    if (options.json) return
    const { green, red, dim } = context.style.stdout
    const mark = result.passed === null ? dim('–') : result.passed ? green('✓') : red('✗')
    context.stdout.write(`${mark} ${result.name}: ${plain(result.detail)}\n`)
    if (result.hint) context.stdout.write(`  ${plain(result.hint)}\n`)
  }

  const { signIns, servers } = context
  await check('configuration', async () => {
    const session = signIns.session()
    return session.kind === 'local' ? 'this machine' : session.url
  })
  await check('backend', async () => {
    const session = signIns.session()
    if (session.kind === 'backend') return askBackend(session.url)
    await (await context.client()).listExpenses({ limit: 1 })
    return 'the records on this machine open'
  })
  await check('credentials', async () => {
    if (signIns.session().kind === 'local') return null
    const { email, scope } = await (await context.client()).getAccount()
    if (scope === 'write') return email
    throw new ExpensaError('forbidden', `${email} may only read with this token.`, {
      hint: 'Make one that may write: expensa token create --name … --scope write',
    })
  })
  await check('upload and its reader', async () => {
    const told = signIns.session().kind === 'backend'
    return tryUpload(await context.client(), told, context.signal)
  })
  await check('Gemini', () => servers.checkGemini())
  await check('what waits', async () => lookAtWaiting(await context.client()))

  if (options.json) context.stdout.write(toJsonDocument('doctor', { checks }))
  return failure ? exitCodeOf((failure as ExpensaError).code) : exitCodes.ok.code
}

/** Whether it is there, ready, and of the same time. */
async function askBackend(url: string): Promise<string> {
  const get = async (path: string) => {
    const options = { redirect: 'error' as const, signal: AbortSignal.timeout(10_000) }
    return fetch(url + path, options).catch((cause) => {
      throw new ExpensaError('server_unreachable', `The backend at ${url} cannot be reached.`, {
        hint: 'Check the address and the network.',
        cause,
      })
    })
  }
  const health = await get('/healthz')
  const { time } = (await health.json().catch(() => ({}))) as { time?: string }
  if (time === undefined) {
    throw new ExpensaError('server_unreachable', `What answers at ${url} is no Expensa backend.`, {
      hint: 'Check the address: expensa login --url <address>',
    })
  }
  const skewMs = Date.now() - new Date(time).getTime()
  if (Math.abs(skewMs) > largestSkewMs) {
    const minutes = Math.round(Math.abs(skewMs) / 60_000)
    throw new ExpensaError('invalid_config', `The clocks here and there differ by ${minutes} minutes.`, {
      hint: 'Set the clock of this machine, or of the backend: uploads are signed with the time.',
    })
  }
  if ((await get('/readyz')).ok) return `ready; clocks differ by ${Math.round(Math.abs(skewMs) / 1000)} s`
  throw new ExpensaError('database_unavailable', 'The backend runs, but its database does not answer.', {
    hint: 'Look into its log; whoever runs it can try: expensa migrate --status',
  })
}

/**
 * Sends a few bytes that are no receipt. They take the way of every upload up to whoever reads it, who refuses
 * them before anything is paid for. What is left of them is deleted.
 */
async function tryUpload(client: Client, told: boolean, signal: AbortSignal): Promise<string> {
  const bytes = new Uint8Array(randomBytes(64))
  const file = {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sizeBytes: bytes.length,
    contentType: 'image/jpeg' as const,
    originalFilename: 'expensa-doctor.jpg',
    category: null,
  }
  const { files } = await client.requestUploads({ batchId: null, files: [file] }, signal)
  const [decision] = files
  if (decision?.outcome !== 'upload') throw new ExpensaError('internal', 'The upload was not let in.')
  const { receiptId: id, target } = decision
  try {
    await putObject({ ...target, expiresAt: new Date(target.expiresAt) }, new Blob([bytes]), {
      fetch: client.putObject,
      signal,
    })
    if (told && (await isRead(client, id, signal))) return 'stored, its event arrived, and it was read'
    const { missing } = await client.confirmUploads([id], signal)
    if (missing.length > 0) {
      throw new ExpensaError('object_missing', 'It was sent, but the object store does not have it.')
    }
    if (await isRead(client, id, signal)) {
      return told
        ? "stored and read, but only once it was confirmed: the bucket's events are late, or it sends none"
        : 'stored and read'
    }
    throw new ExpensaError('timed_out', 'It was stored, but nobody reads it.', {
      hint: 'Start a worker (expensa worker) with the settings of the backend, or look into the log of the Lambda function.',
    })
  } finally {
    await client.deleteExpense(id).catch(() => {})
  }
}

/** What readers met with the receipts of this user: a setting or quota of theirs that nobody else can see. */
async function lookAtWaiting(client: Client): Promise<string> {
  const { receipts } = await client.status()
  const waiting = receipts.filter(({ receipt }) => receipt.status === 'uploaded' && receipt.failureCode)
  const [latest] = waiting
  if (!latest) return 'no receipt waits for anything'
  const { failureCode, failureMessage, failureHint } = latest.receipt
  const text = `${waiting.length} receipt${waiting.length === 1 ? ' waits' : 's wait'}: ${failureMessage}`
  if (failureCode === 'quota_exhausted') return `${text} ${failureHint ?? ''}`
  throw new ExpensaError('extractor_unavailable', text, { ...(failureHint && { hint: failureHint }) })
}

/** Whether somebody takes it up in time. */
async function isRead(client: Client, id: string, signal: AbortSignal): Promise<boolean> {
  for (const end = Date.now() + eventWaitMs; Date.now() < end && !signal.aborted; ) {
    const { receipts } = await client.receiptStatus([id], signal)
    if (receipts[0] && !['pending', 'uploaded'].includes(receipts[0].receipt.status)) return true
    await sleep(250, undefined, { signal }).catch(() => {})
  }
  return false
}
