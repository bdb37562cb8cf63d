import type { Config } from '../config.ts'
import { ExpensaError } from '../core/errors.ts'
import type { Credentials } from './credentials.ts'

/** Where a command's requests go: to this machine, or to a backend with a token for it. */
export type Session =
  | { kind: 'local' }
  | { kind: 'backend'; url: string; token: string | null; profile: string | null; email: string | null }

/** The profile name that means this machine. */
export const localProfile = 'local'

/**
 * Decides where requests go: the profile that was named, else `EXPENSA_URL`, else the last sign-in, else this
 * machine. A token of a profile only ever goes to the address it was issued by.
 */
export function resolveSession(
  config: Pick<Config, 'url' | 'token' | 'profile'>,
  credentials: Credentials,
  named: string | undefined,
): Session {
  const name = named ?? config.profile
  if (name === localProfile) return { kind: 'local' }
  const url = config.url === undefined ? undefined : backendUrl(config.url)

  if (name !== undefined || url === undefined) {
    const profileName = name ?? credentials.current
    const profile = profileName === null ? undefined : credentials.profiles[profileName]
    if (profileName !== null && profile && (url === undefined || profile.url === url)) {
      return {
        kind: 'backend',
        url: profile.url,
        token: config.token ?? profile.token,
        profile: profileName,
        email: profile.email,
      }
    }
    if (name !== undefined && url === undefined) throw unknownProfile(name)
    if (name !== undefined && profile) {
      throw new ExpensaError('usage', `The profile ${name} belongs to ${profile.url}, not to ${url}.`, {
        hint: 'Unset EXPENSA_URL, or choose another profile.',
      })
    }
  }
  if (url === undefined) {
    if (config.token === undefined) return { kind: 'local' }
    throw new ExpensaError('invalid_config', 'EXPENSA_TOKEN is set, but not the backend it belongs to.', {
      hint: 'Set EXPENSA_URL, too.',
    })
  }
  const [profile, saved] = Object.entries(credentials.profiles).find(([, each]) => each.url === url) ?? []
  return {
    kind: 'backend',
    url,
    token: config.token ?? saved?.token ?? null,
    profile: profile ?? null,
    email: saved?.email ?? null,
  }
}

/** The address of a backend, without a slash at its end. Throws `usage` for one that a token must not go to. */
export function backendUrl(text: string): string {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new ExpensaError('usage', `${text} is not the address of a backend.`, {
      hint: 'Write it like https://expensa.example.com.',
    })
  }
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
    throw new ExpensaError(
      'usage',
      `${url.origin} is not reached over https: passwords could be overheard.`,
      {
        hint: 'Use the https address of the backend. Plain http is for this machine only.',
      },
    )
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new ExpensaError('usage', 'The address of a backend holds no name, password, ? or #.', {
      hint: 'Write it like https://expensa.example.com.',
    })
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

function unknownProfile(name: string): ExpensaError {
  return new ExpensaError('unauthorized', `There is no sign-in called ${name}.`, {
    hint: `Sign in: expensa login --profile ${name} --url <address>`,
  })
}
