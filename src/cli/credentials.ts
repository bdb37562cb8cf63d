import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import * as z from 'zod'
import { ExpensaError } from '../core/errors.ts'

const profileSchema = z.object({ url: z.string(), email: z.string(), token: z.string() })
const fileSchema = z.object({
  version: z.literal(1),
  /** The sign-in that commands use unless they are told another; null is this machine. */
  current: z.string().nullable(),
  profiles: z.record(z.string(), profileSchema),
})

/** One sign-in. The token was issued by the backend at `url` and is sent nowhere else. */
export type Profile = z.infer<typeof profileSchema>
export type Credentials = z.infer<typeof fileSchema>

/** Where sign-ins are kept, after the conventions of the platform. */
export function credentialsPath(env: NodeJS.ProcessEnv, platform = process.platform): string {
  const { XDG_CONFIG_HOME: xdg, APPDATA: appData } = env
  if (xdg && isAbsolute(xdg)) return join(xdg, 'expensa', 'credentials.json')
  if (platform === 'win32' && appData) return join(appData, 'expensa', 'credentials.json')
  return join(homedir(), '.config', 'expensa', 'credentials.json')
}

/** No file is no sign-in. Modes that let others read it are mended. Throws `invalid_config` on a broken one. */
export function readCredentials(path: string): Credentials {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return { version: 1, current: null, profiles: {} }
    throw new ExpensaError('invalid_config', `The sign-ins in ${path} cannot be read: ${message}`, {
      hint: 'Make the file readable for you, or remove it and sign in again: expensa login',
      cause,
    })
  }
  try {
    return fileSchema.parse(JSON.parse(text))
  } catch {
    // The reason would repeat what the file contains.
    throw new ExpensaError('invalid_config', `The sign-ins in ${path} are damaged.`, {
      hint: `Delete the file and sign in again: rm ${path}`,
    })
  }
}

/** Replaces the file in one step: a reader sees the old or the new one, and nobody else sees either. */
export function writeCredentials(path: string, credentials: Credentials): void {
  const temporary = `${path}.${process.pid}.new`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    if (process.platform !== 'win32') chmodSync(dirname(path), 0o700)
    writeFileSync(temporary, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    renameSync(temporary, path)
  } catch (cause) {
    rmSync(temporary, { force: true })
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ExpensaError('invalid_config', `The sign-in cannot be kept in ${path}: ${reason}`, {
      hint: 'Set XDG_CONFIG_HOME to a directory that you may write to.',
      cause,
    })
  }
}
