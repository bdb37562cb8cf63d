import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** The environment of the server's programs: none of the caller's settings or secrets. */
export const serverEnvironment: NodeJS.ProcessEnv = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(process.platform === 'win32' && { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot }),
}

/** A running process as `ps` would show it. `command` is its command line with single spaces. */
export interface RunningProcess {
  pid: number
  /** Set apart from every later process with the same pid. Undefined where the system does not tell. */
  startedAt: string | undefined
  command: string
}

/**
 * The process with this pid, or undefined when there is none. A zombie is none: it holds no file and no
 * lock, although `kill(pid, 0)` finds it for as long as its parent does not collect it.
 */
export function findProcess(pid: number): RunningProcess | undefined {
  if (process.platform === 'linux') return readProc(pid)
  if (process.platform === 'win32') {
    return canBeSignalled(pid) ? { pid, startedAt: undefined, command: '' } : undefined
  }
  return listWithPs(['-p', String(pid)])[0]
}

/** Every running process; none on Windows. */
export function findProcesses(): RunningProcess[] {
  if (process.platform === 'win32') return []
  if (process.platform !== 'linux') return listWithPs(['-ax'])
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProc(Number(name)) ?? [])
}

/** Names this process or another so that a reused pid does not pass for it, also after a reboot. */
export function processIdentity(found: RunningProcess): string {
  return `${found.pid} ${found.startedAt ?? 'unknown'}`
}

function readProc(pid: number): RunningProcess | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // "pid (name) state ppid …": the name may contain spaces and parentheses. proc_pid_stat(5).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    // cmdline rather than cwd or exe: root in a container without CAP_SYS_PTRACE may not read those.
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return { pid, startedAt: `${fields[19]} ${boot}`, command }
  } catch {
    return undefined
  }
}

function listWithPs(selection: string[]): RunningProcess[] {
  // One -o each: on BSD and macOS everything behind a "=" would be the title of that column.
  const columns = ['pid=', 'stat=', 'lstart=', 'command='].flatMap((column) => ['-o', column])
  const { stdout } = spawnSync('ps', [...selection, '-ww', ...columns], {
    encoding: 'utf8',
    env: { PATH: '/bin:/usr/bin', LC_ALL: 'C', TZ: 'UTC' },
  })
  return (stdout ?? '').split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/.exec(line)
    if (!match || match[2]?.startsWith('Z')) return []
    return [{ pid: Number(match[1]), startedAt: match[3], command: match[4] ?? '' }]
  })
}

function canBeSignalled(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
