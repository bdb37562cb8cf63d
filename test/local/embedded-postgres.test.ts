import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { serverPid, testUsers, useParticipants } from '../support/participant.ts'

describe.each(testUsers)('the embedded PostgreSQL of $name', (user) => {
  const { newHome, open, ended } = useParticipants(user)

  test('keeps its promises about durability, text and access', async () => {
    const home = newHome()
    const participant = open(home)
    const { connection, startedHere } = await participant.opened
    expect(startedHere).toBe(true)
    const settings = await participant.query(`
      select current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
        current_setting('synchronous_commit') as synchronous_commit, current_setting('data_checksums') as checksums,
        current_setting('listen_addresses') as tcp, current_setting('server_encoding') as encoding,
        current_setting('timezone') as timezone, current_setting('is_superuser') as superuser,
        (select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()) as collation,
        'Zürich' < 'apple' as by_code_point, lower('ÄÉ') as lower`)
    expect(settings).toEqual([
      {
        fsync: 'on',
        full_page_writes: 'on',
        synchronous_commit: 'on',
        checksums: 'on',
        tcp: '',
        encoding: 'UTF8',
        timezone: 'UTC',
        superuser: 'off',
        collation: 'b C.UTF-8',
        by_code_point: true,
        lower: 'äé',
      },
    ])
    for (const path of [join(home, 'postgres'), join(home, 'postgres/data'), connection.host]) {
      expect(statSync(path).mode & 0o777, path).toBe(0o700)
    }
    expect(statSync(join(connection.host, '.s.PGSQL.5432')).mode & 0o777).toBe(0o700)
    await participant.close()
  })

  test('ends with the last one who leaves, and keeps the records', async () => {
    const home = newHome()
    const first = open(home)
    expect(await first.opened).toMatchObject({ startedHere: true, alone: true })
    await first.query('create table note (text text)')
    const second = open(home)
    expect(await second.opened).toMatchObject({ startedHere: false, alone: false })

    await first.close()
    await second.query(`insert into note values ('still here')`)
    const server = serverPid(home)
    expect(server).toBeDefined()
    await second.close()
    await ended(home)

    const later = open(home)
    expect((await later.opened).startedHere).toBe(true)
    expect(await later.query('select text from note')).toEqual([{ text: 'still here' }])
    expect(serverPid(home)).not.toBe(server)
    await later.close()
  })

  test('does not end with Ctrl-C in the terminal of the one who started it, nor hold its output', async () => {
    const home = newHome()
    const starter = open(home, { detached: true })
    await starter.opened
    const server = serverPid(home)
    const other = open(home)
    await other.opened
    // What a terminal does: the signal goes to the whole foreground process group.
    process.kill(-Number(starter.child.pid), 'SIGINT')
    // `close` needs the end of stdout: it never came if the server had it, too.
    await new Promise((resolve) => starter.child.once('close', resolve))
    expect(await other.query('select 1 as one')).toEqual([{ one: 1 }])
    expect(serverPid(home)).toBe(server)
    await other.close()
    await ended(home)
  })

  test('is started once when many open an empty directory at the same time', async () => {
    const home = newHome()
    const all = Array.from({ length: 6 }, () => open(home))
    const opened = await Promise.all(all.map((participant) => participant.opened))
    expect(opened.filter(({ startedHere }) => startedHere)).toHaveLength(1)
    await all[0]?.query('create table note (id int)')
    await Promise.all(
      all.map((participant, index) => participant.query(`insert into note values (${index})`)),
    )
    expect(await all[1]?.query('select count(*)::int as notes from note')).toEqual([{ notes: 6 }])
    await Promise.all(all.map((participant) => participant.close()))
    await ended(home)
  })

  test('serves everybody while others come and go', { timeout: 120_000 }, async () => {
    const home = newHome()
    const first = open(home)
    await first.query('create table note (person int, visit int)')
    await first.close()
    // Nobody waits for anybody: visits meet a running server, a starting one and one that is just ending.
    await Promise.all(
      [1, 2, 3].map(async (person) => {
        for (let visit = 1; visit <= 8; visit++) {
          const participant = open(home)
          await participant.query(`insert into note values (${person}, ${visit})`)
          await participant.close()
        }
      }),
    )
    const last = open(home)
    expect(await last.query('select count(*)::int as notes from note')).toEqual([{ notes: 24 }])
    await last.close()
    await ended(home)
  })

  test('works in a directory whose path is too long for a socket', async () => {
    const home = newHome('deep'.repeat(40))
    const participant = open(home)
    const { connection } = await participant.opened
    expect(connection.host).toMatch(/^\/tmp\/expensa-/)
    expect(statSync(connection.host).mode & 0o777).toBe(0o700)
    await participant.close()
    await ended(home)
    const again = open(home)
    expect((await again.opened).connection.host).toBe(connection.host)
    expect(existsSync(join(connection.host, '.s.PGSQL.5432'))).toBe(true)
    await again.close()
    await ended(home)
    rmSync(connection.host, { recursive: true })
  })
})
