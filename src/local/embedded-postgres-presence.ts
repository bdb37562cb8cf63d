import pg from 'pg'

/** Any number that nothing else in the database locks; Kysely's migrator has another. Fits into 32 bits. */
const presenceKey = 731_086_031
/** Milliseconds for a server that accepts connections to say something. */
const answerPatience = 5_000

/** Everybody who uses the server holds a lock in shared mode, on a connection of its own. */
export interface Presence {
  client: pg.Client
  /** True when nobody else was there. */
  alone: boolean
}

/**
 * `unreachable`: nothing listens. `not_now`: a server is there, but it starts, stops or is full; try again.
 */
export type JoinOutcome = Presence | 'unreachable' | 'not_now'

/** Connects and takes the shared lock, which nobody gets while the last one is stopping the server. */
export async function join(connection: pg.ClientConfig): Promise<JoinOutcome> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: answerPatience })
  client.on('error', () => {}) // 'end' follows, and tells.
  try {
    await client.connect()
    const { rows } = await client.query<{ joined: boolean }>(
      `select pg_try_advisory_lock_shared(${presenceKey}) as joined`,
    )
    if (rows[0]?.joined) return { client, alone: (await countPresent(client)) === 1 }
    await client.end()
    return 'not_now'
  } catch (error) {
    client.end().catch(() => {})
    const { code } = error as { code?: string }
    if (code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'ENOTSOCK') return 'unreachable'
    const passing =
      code === undefined || // pg's own: the connection ended, or took longer than its patience
      code === 'ECONNRESET' ||
      code === 'EPIPE' ||
      code === 'EAGAIN' || // more are connecting at once than the socket's queue holds
      code === '53300' || // too many connections
      code.startsWith('57P') // starts, stops or recovers
    if (passing) return 'not_now'
    throw error
  }
}

async function countPresent(client: pg.Client): Promise<number> {
  // How pg_locks shows a key of 64 bits: the high half as classid, the low one as objid, and 1 as objsubid.
  const { rows } = await client.query<{ present: number }>(
    `select count(*)::int as present from pg_locks
     where locktype = 'advisory' and classid = 0 and objid = ${presenceKey} and objsubid = 1 and granted
       and database = (select oid from pg_database where datname = current_database())`,
  )
  return rows[0]?.present ?? 0
}

/**
 * Gives the lock back and tells whether nobody else holds it. If so, it is now held exclusively, and
 * nobody can join, for as long as this connection lasts.
 */
export async function isLastToLeave({ client }: Presence): Promise<boolean> {
  await client.query(`select pg_advisory_unlock_shared(${presenceKey})`)
  const { rows } = await client.query<{ last: boolean }>(
    `select pg_try_advisory_lock(${presenceKey}) as last`,
  )
  return rows[0]?.last === true
}
