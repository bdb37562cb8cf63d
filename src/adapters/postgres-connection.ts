import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { ExpensaError } from '../core/errors.ts'

export interface PostgresConnectionOptions {
  /** `postgres://user:password@host:port/database`; the host may be a socket's directory, percent-encoded. */
  url: string
  /** File with the certificates (PEM) that the server's must descend from; with it, TLS is a must. */
  caFile?: string | undefined
  /** Signs in with tokens of AWS IAM, made afresh for each connection, in place of a password. */
  iamRegion?: string | undefined
  /** Connections at most. */
  max: number
}

/**
 * How to connect to a server elsewhere. The URL never decides on TLS: what `sslmode` means differs between
 * clients and versions of this one, so it is set here, and always checks certificate and host name.
 */
export async function postgresConnection(options: PostgresConnectionOptions): Promise<pg.PoolConfig> {
  const url = parseUrl(options.url)
  if ([...url.searchParams.keys()].some((name) => name.startsWith('ssl'))) {
    throw new ExpensaError('invalid_config', 'The URL of the database contains TLS settings.', {
      hint: 'Leave out sslmode and the like, and set EXPENSA_DATABASE_CA_FILE to have TLS.',
    })
  }
  if (options.iamRegion !== undefined && options.caFile === undefined) {
    throw new ExpensaError('invalid_config', 'Signing in to the database with IAM needs TLS.', {
      hint: 'Set EXPENSA_DATABASE_CA_FILE, e.g. to the global bundle of https://truststore.pki.rds.amazonaws.com.',
    })
  }
  const config: pg.PoolConfig = {
    host: decodeURIComponent(url.hostname),
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    database: decodeURIComponent(url.pathname.slice(1)),
    max: options.max,
    connectionTimeoutMillis: 10_000,
    // A failover leaves connections that nobody answers on; they must not hang for ever.
    keepAlive: true,
    maxLifetimeSeconds: 3600,
  }
  if (url.password) config.password = decodeURIComponent(url.password)
  if (options.caFile !== undefined) config.ssl = { ca: await readCertificates(options.caFile) }
  if (options.iamRegion !== undefined) config.password = await iamTokens(config, options.iamRegion)
  return config
}

function parseUrl(text: string): URL {
  try {
    return new URL(text)
  } catch {
    // The reason would repeat the URL, and the URL may hold a password.
    throw new ExpensaError('invalid_config', 'The URL of the database is not a URL.', {
      hint: 'Write it as postgres://user:password@host:port/database, special characters percent-encoded.',
    })
  }
}

async function readCertificates(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ExpensaError('invalid_config', `The certificates in ${file} cannot be read.`, {
      hint: 'Check EXPENSA_DATABASE_CA_FILE.',
      cause,
    })
  })
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  throw new ExpensaError('invalid_config', `There are no certificates (PEM) in ${file}.`, {
    hint: 'Check EXPENSA_DATABASE_CA_FILE.',
  })
}

/** A token lives for 15 minutes, but only signing in needs it: connections outlive theirs. */
async function iamTokens(config: pg.PoolConfig, region: string): Promise<() => Promise<string>> {
  const { Signer } = await import('@aws-sdk/rds-signer')
  const signer = new Signer({
    hostname: config.host ?? '',
    port: config.port ?? 5432,
    username: config.user ?? '',
    region,
  })
  return () => signer.getAuthToken()
}
