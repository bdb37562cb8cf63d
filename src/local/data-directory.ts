import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { ExpensaError } from '../core/errors.ts'

/**
 * Where local records live: `EXPENSA_HOME`, else the platform's convention (XDG base directories on Linux
 * and other Unixes, Application Support on macOS, LocalAppData on Windows).
 */
export function dataDirectory(
  home: string | undefined,
  env: NodeJS.ProcessEnv,
  platform = process.platform,
): string {
  if (home) return resolve(home)
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'expensa')
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'expensa')
  // The XDG specification says to ignore relative paths.
  const data = env.XDG_DATA_HOME && isAbsolute(env.XDG_DATA_HOME) ? env.XDG_DATA_HOME : undefined
  return join(data ?? join(homedir(), '.local', 'share'), 'expensa')
}

/** Creates the directory, for its owner only. Throws with the reason when that is not possible. */
export function ensureDataDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const disk = code === 'ENOSPC' || code === 'EDQUOT'
    throw new ExpensaError(
      disk ? 'disk_full' : 'invalid_config',
      `The data directory ${directory} cannot be created: ${message}`,
      { hint: 'Set EXPENSA_HOME to a directory that you may write to.', cause },
    )
  }
}
