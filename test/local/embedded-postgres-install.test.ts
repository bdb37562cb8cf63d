import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { install, installedPostgres } from '../support/install-participant.ts'
import {
  homeOf,
  isRoot,
  participate,
  publicDirectory,
  runningServerPid,
  serverPid,
  type TestUser,
  testUsers,
  until,
} from '../support/participant.ts'

const directories: string[] = []
const newDirectory = () => {
  const directory = publicDirectory()
  directories.push(directory)
  return directory
}
afterAll(async () => {
  await Promise.all(directories.map((directory) => rm(directory, { recursive: true, force: true })))
})

/** Opens the PostgreSQL of this home and leaves again; answers what was opened, and by which program. */
async function useOnce(program: string, home: string, user: TestUser, env: NodeJS.ProcessEnv = {}) {
  const participant = participate({ program, home, user, env })
  const opened = await participant.opened
  const [row] = await participant.query(`select current_setting('server_version_num')::int / 10000 as major`)
  const server = runningServerPid(home)
  const postgres = execFileSync('ps', ['-o', 'args=', '-p', String(server)], { encoding: 'utf8' }).split(
    ' ',
  )[0]
  const owner = Number(execFileSync('ps', ['-o', 'uid=', '-p', String(server)], { encoding: 'utf8' }))
  await participant.close()
  await until(() => serverPid(home) === undefined, 'the server has ended')
  return { ...opened, major: Number(row?.major), postgres: postgres ?? '', owner }
}

function withoutSymlinks(installation: string): string {
  const lib = join(installedPostgres(installation), 'native/lib')
  for (const name of readdirSync(lib)) {
    if (lstatSync(join(lib, name)).isSymbolicLink()) rmSync(join(lib, name))
  }
  return lib
}

describe.each(testUsers)('PostgreSQL as npm installed it, for $name', (user) => {
  test('runs after an installation without scripts, which leaves out its symlinks', async () => {
    const directory = newDirectory()
    const program = await install(directory)
    const lib = withoutSymlinks(directory)
    if (isRoot) chownSync(lib, user.uid, user.gid)
    const used = await useOnce(program, homeOf(user, directory), user)
    expect(used.postgres).toBe(join(lib, '../bin/postgres'))
    expect(readlinkSync(join(lib, 'libpq.so.5'))).toMatch(/^libpq\.so\.5\.\d+$/)
  })

  test('runs from a copy where the installation lacks symlinks and cannot be written', async () => {
    const directory = newDirectory()
    const program = await install(directory)
    const lib = withoutSymlinks(directory)
    const home = homeOf(user, directory)
    // Root may write everywhere: its server's account has another problem, it may not read.
    if (user.uid === 0) chmodSync(installedPostgres(directory), 0o700)
    else chmodSync(lib, 0o555)
    const used = await useOnce(program, home, user)
    expect(used.postgres).toMatch(
      user.uid === 0 ? /^\/var\/lib\/expensa\/postgresql-/ : new RegExp(`^${home}/postgres/postgresql-`),
    )
    chmodSync(lib, 0o755)
  })

  test('is replaced by one found in PATH where there is none', async () => {
    const directory = newDirectory()
    const program = await install(directory, { postgres: false })
    const elsewhere = newDirectory()
    await install(elsewhere)
    const bin = join(installedPostgres(elsewhere), 'native/bin')
    const used = await useOnce(program, homeOf(user, directory), user, { PATH: `${bin}:${process.env.PATH}` })
    expect(used.major).toBe(18)
    expect(used.postgres).toBe(join(bin, 'postgres'))
  })

  test('leaves records of a newer PostgreSQL alone', async () => {
    const directory = newDirectory()
    const program = await install(directory)
    const home = homeOf(user, directory)
    await useOnce(program, home, user)
    const version = join(home, 'postgres/data/PG_VERSION')
    writeFileSync(version, '99\n')
    const { opened } = participate({ program, home, user })
    await expect(opened).rejects.toMatchObject({
      code: 'newer_data_directory',
      message: expect.stringContaining('written by PostgreSQL 99, and only PostgreSQL 18'),
      hint: expect.stringContaining('install PostgreSQL 99'),
    })
    // An old one may be served by an old PostgreSQL, which expensa would find.
    writeFileSync(version, '9\n')
    await expect(participate({ program, home, user }).opened).rejects.toMatchObject({
      code: 'invalid_config',
      hint: expect.stringContaining('Install PostgreSQL 9 '),
    })
    writeFileSync(version, '18\n')
    await useOnce(program, home, user)
  })

  test('says in which place it cannot write', async () => {
    const directory = newDirectory()
    const program = await install(directory)
    const home = join(directory, 'home')
    writeFileSync(home, 'a file where the home should be')
    await expect(participate({ program, home, user }).opened).rejects.toMatchObject({
      code: 'invalid_config',
      message: expect.stringContaining(home),
      hint: expect.stringContaining('EXPENSA_HOME'),
    })
  })

  test('shows the last words of a server that does not start', async () => {
    const directory = newDirectory()
    const program = await install(directory)
    const home = homeOf(user, directory)
    await useOnce(program, home, user)
    writeFileSync(join(home, 'postgres/data/postgresql.conf'), 'no_such_setting = 1\n')
    await expect(participate({ program, home, user }).opened).rejects.toMatchObject({
      code: 'database_unavailable',
      message: expect.stringContaining('no_such_setting'),
      hint: expect.stringContaining('server.log'),
    })
  })
})

if (isRoot) {
  const root = { name: 'root', uid: 0, gid: 0 }

  describe('PostgreSQL for root', () => {
    test('runs and keeps the records where only root may enter neither', async () => {
      const directory = newDirectory()
      const closed = join(directory, 'root')
      mkdirSync(join(closed, 'checkout'), { recursive: true })
      chmodSync(closed, 0o700)
      const program = await install(join(closed, 'checkout'))
      const home = homeOf(root, closed)
      const used = await useOnce(program, home, root)
      const place = realpathSync(join(home, 'postgres'))
      expect(place).toMatch(/^\/var\/lib\/expensa\/postgres-/)
      expect(used.directory).toBe(place)
      expect(used.logged[0]).toContain(`keeps the records in ${place}`)
      expect(used.postgres).toMatch(/^\/var\/lib\/expensa\/postgresql-/)
      expect(used.owner).not.toBe(0)
      expect(statSync(place)).toMatchObject({ uid: used.owner, mode: 0o40700 })

      // A later visit finds the same records, and says no more about where they are.
      expect(await useOnce(program, home, root)).toMatchObject({ directory: place, logged: [] })
      rmSync(place, { recursive: true })
      await expect(participate({ program, home, user: root }).opened).rejects.toMatchObject({
        code: 'database_unavailable',
        message: expect.stringContaining(`gone from ${place}`),
      })
    })

    test('keeps the records at home where only the home itself is closed', async () => {
      const directory = newDirectory()
      const program = await install(directory)
      const home = homeOf(root, directory)
      const used = await useOnce(program, home, root)
      expect(used.directory).toBe(join(home, 'postgres'))
      const { uid, mode, gid } = statSync(home)
      expect({ uid, mode }).toEqual({ uid: 0, mode: 0o40710 })
      expect(gid).toBe(statSync(used.directory).gid)
    })

    test("visits an ordinary user's records as that user, and leaves them theirs", async () => {
      const directory = newDirectory()
      const program = await install(directory)
      const nobody = { name: 'nobody', uid: 65534, gid: 65534 }
      const home = homeOf(nobody, directory)
      await useOnce(program, home, nobody)
      expect((await useOnce(program, home, root)).owner).toBe(nobody.uid)
      expect((await useOnce(program, home, nobody)).owner).toBe(nobody.uid)
    })

    test('says that the disk is full, and works again when it is not', async () => {
      const directory = newDirectory()
      const program = await install(directory)
      const home = homeOf(root, directory)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=20m,mode=755', 'expensa-test', home])
      try {
        const full = { code: 'disk_full', message: expect.stringContaining(home), hint: expect.any(String) }
        await expect(participate({ program, home, user: root }).opened).rejects.toMatchObject(full)
        expect(readdirSync(join(home, 'postgres')).filter((name) => name.startsWith('init'))).toEqual([])

        execFileSync('mount', ['-o', 'remount,size=80m', home])
        await useOnce(program, home, root)
        execFileSync('sh', ['-c', `cat /dev/zero > ${home}/filler 2>/dev/null || true`])
        await expect(participate({ program, home, user: root }).opened).rejects.toMatchObject(full)
        rmSync(join(home, 'filler'))
        await useOnce(program, home, root)
      } finally {
        execFileSync('umount', [home])
      }
    })

    test('asks for a PostgreSQL on a system that has none', async () => {
      const directory = newDirectory()
      const program = await install(directory, { postgres: false })
      const home = homeOf(root, directory)
      // Hides what is installed here, for this one process.
      const hide = existsSync('/usr/lib/postgresql') ? 'mount -t tmpfs none /usr/lib/postgresql && ' : ''
      const command = `${hide} PATH= ${process.execPath} ${program} ${home}/postgres < /dev/null; true`
      const output = execFileSync('unshare', ['--mount', 'sh', '-c', command], { encoding: 'utf8' })
      expect(JSON.parse(output)).toMatchObject({
        failed: {
          code: 'invalid_config',
          hint: expect.stringMatching(/Install PostgreSQL 15 or newer, or set EXPENSA_DATABASE_URL/),
        },
      })
    })
  })
}
