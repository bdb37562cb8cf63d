import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  isRoot,
  isRunning,
  runningServerPid,
  serverPid,
  testUsers,
  until,
  useParticipants,
} from '../support/participant.ts'

// What heals is the same for everybody; root's server has the one difference of belonging to another account.
describe.each(testUsers.slice(0, 1))('after a crash, the embedded PostgreSQL of $name', (user) => {
  const { newHome, open, ended } = useParticipants(user)
  const lockFile = (home: string) => join(home, 'postgres/data/postmaster.pid')

  /** Runs a command as the account that owns the data: only its processes pass for PostgreSQL's own. */
  function runAsServerAccount(home: string, command: string, args: string[]): ChildProcess {
    const { uid, gid } = statSync(join(home, 'postgres/data'))
    return spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], ...(isRoot && { uid, gid }) })
  }

  async function homeWithNotes(): Promise<string> {
    const home = newHome()
    const participant = open(home)
    await participant.query('create table note (id int primary key)')
    await participant.close()
    await ended(home)
    return home
  }

  test('goes on for the others when the one who started it is killed', async () => {
    const home = newHome()
    const starter = open(home)
    await starter.opened
    const other = open(home)
    await other.opened
    await starter.kill()
    expect(await other.query('select 1 as one')).toEqual([{ one: 1 }])
    await other.close()
    await ended(home)
  })

  test('waits for the next one when everybody is killed, and ends with them', async () => {
    const home = await homeWithNotes()
    const everybody = [open(home), open(home), open(home)]
    await everybody[0]?.query('insert into note values (1)')
    const server = serverPid(home)
    await Promise.all(everybody.map((participant) => participant.kill()))
    const next = open(home)
    expect(await next.opened).toMatchObject({ startedHere: false, alone: true })
    expect(serverPid(home)).toBe(server)
    expect(await next.query('select id from note')).toEqual([{ id: 1 }])
    await next.close()
    await ended(home)
  })

  test('loses nothing that it confirmed when it is killed itself', async () => {
    const home = await homeWithNotes()
    const writer = open(home)
    await writer.opened
    const confirmed: number[] = []
    const writing = (async () => {
      for (let id = 1; ; id++) {
        await writer.query(`insert into note values (${id})`)
        confirmed.push(id)
      }
    })().catch(() => {}) // The kill ends it.
    await until(() => confirmed.length >= 100, '100 rows are written')
    process.kill(runningServerPid(home), 'SIGKILL')
    await writing

    const next = open(home)
    const ids = (await next.query('select id from note order by id')).map((row) => row.id)
    // One more than confirmed: committed, and killed before it could say so.
    expect(ids.slice(0, confirmed.length)).toEqual(confirmed)
    expect(ids.length - confirmed.length).toBeLessThanOrEqual(1)
    await next.close()

    // The writer is still there: the server that the next one leaves behind is not stopped under it.
    expect(await writer.query('select count(*)::int as notes from note')).toEqual([{ notes: ids.length }])
    await writer.close()
    await ended(home)
  })

  test('recovers at once from the kill of a single connection', async () => {
    const home = await homeWithNotes()
    const victim = open(home)
    const [backend] = await victim.query('select pg_backend_pid() as pid')
    process.kill(Number(backend?.pid), 'SIGKILL')
    const next = open(home)
    await next.query('insert into note values (1)')
    await next.close()
    expect(await victim.query('select id from note')).toEqual([{ id: 1 }])
    await victim.close()
    await ended(home)
  })

  test('is not kept from starting by a connection that outlived the killed server', async () => {
    const home = await homeWithNotes()
    const busy = open(home)
    const [backend] = await busy.query('select pg_backend_pid() as pid')
    const endless = busy.query('do $$ begin loop end loop; end $$').catch(() => {})
    const witness = open(home)
    await expect
      .poll(
        () => witness.query(`select pid from pg_stat_activity where state = 'active' and query like 'do%'`),
        { timeout: 20_000 },
      )
      .toEqual([backend])
    await witness.kill()
    process.kill(runningServerPid(home), 'SIGKILL')
    expect(isRunning(Number(backend?.pid))).toBe(true)
    await busy.kill()
    const next = open(home)
    expect(await next.query('select 1 as one')).toEqual([{ one: 1 }])
    expect((await next.opened).startedHere).toBe(true)
    await until(() => !isRunning(Number(backend?.pid)), 'the connection has ended')
    await next.close()
    await endless
    await ended(home)
  })

  test('prepares its directory anew when the first preparation was killed', async () => {
    const home = newHome()
    const place = join(home, 'postgres')
    const drafts = () =>
      existsSync(place) ? readdirSync(place).filter((name) => /^initialising-/.test(name)) : []
    for (let round = 0; round < 2; round++) {
      const killed = open(home)
      await until(() => drafts().some((draft) => existsSync(join(place, draft, 'PG_VERSION'))), 'initdb runs')
      await killed.kill()
      expect(existsSync(join(place, 'data'))).toBe(false)
    }
    const next = open(home)
    expect(await next.query('select 1 as one')).toEqual([{ one: 1 }])
    expect(drafts()).toEqual([])
    await next.close()
    await ended(home)
  })

  test('is started by the next one when the one who was starting it is killed', {
    timeout: 90_000,
  }, async () => {
    const home = await homeWithNotes()
    for (let round = 1; round <= 6; round++) {
      const killed = open(home)
      // At a different point of its start each time.
      if (round % 2 === 0) await until(() => existsSync(lockFile(home)), 'the server is starting')
      else await new Promise((resolve) => setTimeout(resolve, 60 + round * 15))
      await killed.kill()
      const next = open(home)
      await next.query(`insert into note values (${round})`)
      await next.close()
      await ended(home)
    }
    const last = open(home)
    expect(await last.query('select count(*)::int as notes from note')).toEqual([{ notes: 6 }])
    await last.close()
    await ended(home)
  })

  test('starts although another process has got the pid of the killed server', async () => {
    const home = await homeWithNotes()
    const stranger = runAsServerAccount(home, 'sleep', ['60'])
    writeFileSync(lockFile(home), `${stranger.pid}\n${join(home, 'postgres/data')}\n`)
    const next = open(home)
    expect(await next.query('select 1 as one')).toEqual([{ one: 1 }])
    expect(isRunning(stranger.pid ?? 0)).toBe(true)
    stranger.kill()
    await next.close()
    await ended(home)
  })

  test('starts although the killed server is a zombie that nobody collects', async () => {
    const home = await homeWithNotes()
    // The shell becomes a sleep, which does not know that it has a child to wait for.
    const parent = runAsServerAccount(home, 'sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'])
    const zombie = Number(String((await once(parent.stdout as NodeJS.ReadableStream, 'data'))[0]))
    writeFileSync(lockFile(home), `${zombie}\n${join(home, 'postgres/data')}\n`)
    const next = open(home)
    expect(await next.query('select 1 as one')).toEqual([{ one: 1 }])
    expect(isRunning(zombie)).toBe(true)
    parent.kill()
    await next.close()
    await ended(home)
  })

  test('starts again when somebody deleted the socket of the running one', { timeout: 60_000 }, async () => {
    const home = await homeWithNotes()
    const cut = open(home)
    const { connection } = await cut.opened
    await cut.query('insert into note values (1)')
    const server = serverPid(home)
    rmSync(join(connection.host, '.s.PGSQL.5432'))
    const next = open(home)
    expect(await next.query('select id from note')).toEqual([{ id: 1 }])
    expect(serverPid(home)).not.toBe(server)
    await next.close()
    expect(await cut.query('select id from note')).toEqual([{ id: 1 }])
    await cut.close()
    await ended(home)
  })
})
