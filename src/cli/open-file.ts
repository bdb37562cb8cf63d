import { spawn } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ExpensaError } from '../core/errors.ts'
import { type ContentType, fileExtensions } from '../core/receipt.ts'

/**
 * Writes an original where a viewer finds it: for its owner only, under a name that nobody else chose. It
 * stays there, because viewers go on reading after they were started.
 */
export async function writeForViewer(
  name: string,
  contentType: ContentType,
  bytes: Uint8Array,
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'expensa-'))
  const path = join(directory, `${name}.${fileExtensions[contentType]}`)
  await writeFile(path, bytes, { mode: 0o600 })
  return path
}

/** Whether a person would see a viewer: over SSH it would open elsewhere, and without a display nowhere. */
export function hasDisplay(
  env: Record<string, string | undefined>,
  platform: NodeJS.Platform = process.platform,
): boolean {
  if (env.SSH_CONNECTION || env.SSH_TTY) return false
  return platform === 'darwin' || platform === 'win32' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/** Starts the viewer and leaves it alone. Throws `usage` when there is none. */
export async function openInViewer(path: string, viewer: string | undefined): Promise<void> {
  const [program, args] = viewer ? [viewer, [path]] : systemViewer(path)
  const child = spawn(program, args, { detached: true, stdio: 'ignore' })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  }).catch((cause) => {
    throw new ExpensaError('usage', `The viewer ${program} does not start: ${cause.message}`, {
      hint: 'Set EXPENSA_VIEWER to a program that shows pictures and PDFs, or write a file: --output FILE',
      cause,
    })
  })
  child.unref()
}

function systemViewer(path: string): [string, string[]] {
  if (process.platform === 'darwin') return ['open', [path]]
  if (process.platform === 'win32') return ['explorer.exe', [path]]
  return ['xdg-open', [path]]
}
