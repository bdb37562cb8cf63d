import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path/posix'
import { expect, test } from 'vitest'

/** What each part of the source may import: other parts by path, packages by name; beginnings suffice. The first rule that fits counts. */
const rules: [part: string, allowed: string][] = [
  ['src/core', 'src/core zod node:crypto'],
  ['src/config.ts', 'src/core zod'],
  ['src/eval', 'src/core src/eval zod node:'],
  [
    'src/ocr',
    'src/core src/ocr src/local/package-root.ts sharp onnxruntime- libheif-js @embedpdf/ @gutenye/ node:',
  ],
  // An adapter knows the core and its own technology, and never another adapter.
  ['src/adapters/local-ocr', 'src/core src/ocr'],
  ['src/adapters/postgres', 'src/core src/adapters/postgres kysely pg @aws-sdk/rds-signer node:'],
  ['src/adapters/pg-boss', 'src/core kysely pg-boss'],
  ['src/adapters/gemini', 'src/core src/adapters/gemini @google/ zod node:'],
  ['src/adapters/s3', 'src/core src/adapters/s3 @aws-sdk/ node:'],
  ['src/adapters/sharp', 'src/core sharp node:'],
  ['src/adapters', 'src/core node:'],
  ['src/export', 'src/core src/export zod fflate write-excel-file node:crypto'],
  [
    'src/report',
    'src/core src/report src/ocr/ src/local/package-root.ts @cantoo/pdf-lib fontkit sharp node:',
  ],
  ['src/match', 'src/core src/match'],
  ['src/http', 'src/core src/http hono zod node:'],
  // Commands know the API's client, never the records: only the entry point opens local mode and servers.
  [
    'src/cli/open-context.ts',
    'src/cli src/core src/http/client.ts src/http/patience.ts src/local src/backend src/worker src/operator src/wiring src/config.ts chalk node:',
  ],
  ['src/cli/main.ts', 'src/cli src/core src/local/package-root.ts commander node:'],
  ['src/cli/output/picture.ts', 'src/cli src/core src/report sharp'],
  ['src/cli/credentials.ts', 'src/core zod node:'],
  ['src/cli/commands/eval.ts', 'src/cli src/core src/eval src/local/create-extractor.ts node:'],
  // What an operator does, is done where the database is, not over the API.
  [
    'src/cli/commands/migrate.ts',
    'src/cli src/adapters/postgres-migrator.ts src/wiring/database.ts migrations',
  ],
  ['src/cli/commands/backup.ts', 'src/cli src/operator'],
  ['src/cli/commands/restore.ts', 'src/cli src/operator node:fs/promises'],
  [
    'src/operator',
    'src/core src/adapters src/http/upload-object.ts src/operator src/local src/wiring src/config.ts migrations kysely zod node:',
  ],
  [
    'src/cli',
    'src/cli src/core src/operator/open-records.ts src/http/client.ts src/http/contract src/http/upload-object.ts src/export src/match src/report src/config.ts smol-toml yazl fflate zod commander chalk ora cli-table3 string-width tinyglobby node:',
  ],
  // Wiring knows everything but the commands.
  ['src/wiring', 'src/core src/adapters src/wiring src/config.ts src/ocr kysely node:'],
  [
    'src/local',
    'src/core src/adapters src/http src/local src/wiring src/config.ts migrations kysely pg node:',
  ],
  [
    'src/lambda',
    'src/core src/adapters src/http src/lambda src/wiring src/config.ts migrations kysely zod node:',
  ],
  [
    'src/backend',
    'src/core src/adapters src/http src/backend src/wiring src/config.ts migrations kysely zod hono @hono/ node:',
  ],
  [
    'src/worker',
    'src/core src/adapters src/worker src/local/create-extractor.ts src/wiring src/ocr src/config.ts migrations kysely zod node:',
  ],
  ['migrations', 'migrations kysely'],
]

const mayReadEnvironment = /^src\/(cli|backend|worker)\/main\.ts$|^src\/lambda\/handler\.ts$|^src\/local\//

function violations(file: string, source: string): string[] {
  const allowed = rules.find(([part]) => file.startsWith(part))?.[1].split(' ')
  if (!allowed) return [`${file} belongs to no part of the architecture`]
  const imports = [...source.matchAll(/(?:^|\s)(?:from|import)\s*\(?\s*'([^']+)'/g)].flatMap(
    ([, name = '']) => (name.startsWith('.') ? join(file, '..', name) : name),
  )
  const forbidden = imports.filter((name) => !allowed.some((start) => name.startsWith(start)))
  return [
    ...forbidden.map((name) => `${file} imports ${name}`),
    ...(/\bprocess\.env\b/.test(source) && !mayReadEnvironment.test(file)
      ? [`${file} reads the environment`]
      : []),
    ...(/\bconsole\./.test(source) ? [`${file} writes to the console`] : []),
  ]
}

test('every file imports only what its part of the architecture may', () => {
  const files = ['src', 'migrations'].flatMap((folder) =>
    readdirSync(folder, { encoding: 'utf8', recursive: true })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  )
  expect(files.length).toBeGreaterThan(100)
  expect(files.flatMap((file) => violations(file, readFileSync(file, 'utf8')))).toEqual([])
})

test.each([
  ['src/core/money.ts', "import { readFile } from 'node:fs'", 'imports node:fs'],
  ['src/core/money.ts', "import type { Kysely } from 'kysely'", 'imports kysely'],
  ['src/core/reading/total.ts', "export * from '../../http/app.ts'", 'imports src/http/app.ts'],
  ['src/adapters/postgres-rows.ts', "import './gemini-client.ts'", 'imports src/adapters/gemini-client.ts'],
  [
    'src/http/app.ts',
    "const app = await import('../adapters/s3-object-store.ts')",
    'imports src/adapters/s3-',
  ],
  [
    'src/cli/commands/list.ts',
    "import {\n  a,\n} from '../../local/open-local.ts'",
    'imports src/local/open-',
  ],
  ['src/http/app.ts', 'const home = process.env.HOME', 'reads the environment'],
  ['src/cli/main.ts', 'console.log(1)', 'writes to the console'],
  ['src/misc/things.ts', '', 'belongs to no part'],
])('the rules catch %s: %s', (file, source, message) => {
  expect(violations(file, source)).toEqual([expect.stringContaining(message)])
})
