import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { ExpensaError } from './errors.ts'

/**
 * Equal in strength to OWASP's first choice for scrypt (2^17, 8, 1) at a quarter of its memory: 32 MiB and
 * about 0.3 s on a small server.
 */
const costs = { ln: 15, r: 8, p: 3 }
const hashBytes = 32
const shortest = 10
const longest = 128

/** Hashes that run at once; each holds 32 MiB, and the thread pool has other work. */
const mostAtOnce = 2
let running = 0
const queue: (() => void)[] = []

/** Throws `invalid_request` when the password cannot be used. */
export function checkPassword(password: string, email: string): void {
  const problem =
    password.length < shortest
      ? `at least ${shortest} characters`
      : password.length > longest
        ? `at most ${longest} characters`
        : password.toLowerCase() === email.toLowerCase()
          ? 'to be another text than the e-mail address'
          : null
  if (problem) throw new ExpensaError('invalid_request', `The password needs ${problem}.`)
}

/** `$scrypt$ln=15,r=8,p=3$salt$hash`, both in base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, costs)
  return `$scrypt$ln=${costs.ln},r=${costs.r},p=${costs.p}$${salt.toString('base64')}$${hash.toString('base64')}`
}

/**
 * Whether it is the password. Without a stored hash it costs the same time and is false: nobody learns from
 * the clock who has an account.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parsed = stored === null ? null : parseHash(stored)
  const { salt, hash, ...cost } = parsed ?? {
    salt: Buffer.alloc(16),
    hash: Buffer.alloc(hashBytes),
    ...costs,
  }
  const derived = await derive(password.slice(0, longest), salt, cost)
  return timingSafeEqual(derived, hash) && parsed !== null && password.length <= longest
}

function parseHash(stored: string) {
  const match = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored)
  if (!match) throw new Error('A stored password hash has an unknown form')
  const [, ln, r, p, salt = '', hash = ''] = match
  return {
    ln: Number(ln),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}

async function derive(password: string, salt: Buffer, { ln, r, p }: typeof costs): Promise<Buffer> {
  const N = 2 ** ln
  // Node's own limit is below what these costs need.
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
  while (running >= mostAtOnce) await new Promise<void>((resolve) => queue.push(resolve))
  running++
  try {
    return await new Promise((resolve, reject) => {
      // Composed and decomposed accents are the same to the person who types them.
      scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, key) =>
        error ? reject(error) : resolve(key),
      )
    })
  } finally {
    running--
    queue.shift()?.()
  }
}
