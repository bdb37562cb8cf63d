import { type Kysely, type RawBuilder, sql } from 'kysely'

/** A table of ours and its columns, those that are computed left out. */
export interface DumpTable {
  name: string
  columns: string[]
}

const rowsAtOnce = 500

/** Every table of the records, alphabetically; the migrator's own are left out. */
export async function recordTables<Tables>(db: Kysely<Tables>): Promise<DumpTable[]> {
  const { rows } = await sql<DumpTable>`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      and c.relname not like 'kysely\\_%'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname
  `.execute(db)
  return rows
}

/** The first table that holds rows, or null. */
export async function firstFilledTable<Tables>(db: Kysely<Tables>): Promise<string | null> {
  for (const { name } of await recordTables(db)) {
    const { rows } = await sql`select from ${sql.table(name)} limit 1`.execute(db)
    if (rows.length > 0) return name
  }
  return null
}

/** Runs `work` on one unchanging picture of all records, whatever is written meanwhile. */
export function withSnapshot<Tables, Result>(
  db: Kysely<Tables>,
  work: (snapshot: Kysely<Tables>) => Promise<Result>,
): Promise<Result> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      // Where policies would hide rows, an error is better than a backup that lacks them.
      await sql`select set_config('row_security', 'off', true)`.execute(tx)
      await writeValuesPlainly(tx)
      return work(tx)
    })
}

/** How PostgreSQL writes and reads values as text, whatever the server is set to. */
async function writeValuesPlainly<Tables>(tx: Kysely<Tables>): Promise<void> {
  await sql`
    select set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, YMD', true),
      set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true)
  `.execute(tx)
}

/**
 * The rows of a table, each as the JSON text of an array: its columns' values as PostgreSQL writes them, or
 * null. (Values as JSON would make one of SQL's null and JSON's.)
 */
export function dumpRows<Tables>(
  snapshot: Kysely<Tables>,
  { name, columns }: DumpTable,
): AsyncIterable<string> {
  const values = sql.join(columns.map((column) => sql`${sql.ref(column)}::text`))
  return jsonLines(snapshot, sql`select to_jsonb(array[${values}])::text as line from ${sql.table(name)}`)
}

/** What there is to know of each original that was uploaded, as JSON texts; also where older schemas lack a column. */
export function dumpOriginals<Tables>(snapshot: Kysely<Tables>): AsyncIterable<string> {
  return jsonLines(
    snapshot,
    sql`
      select json_build_object('key', object_key, 'contentType', content_type, 'sizeBytes', size_bytes,
        'sha256', coalesce(to_jsonb(receipts)->>'stored_sha256', sha256))::text as line
      from receipts where status <> 'pending'
    `,
  )
}

/** The column `line` of a query, some hundred in memory at a time. */
async function* jsonLines<Tables>(
  snapshot: Kysely<Tables>,
  query: RawBuilder<unknown>,
): AsyncGenerator<string> {
  await sql`declare dumped no scroll cursor for ${query}`.execute(snapshot)
  for (;;) {
    const { rows } = await sql<{ line: string }>`fetch ${sql.lit(rowsAtOnce)} from dumped`.execute(snapshot)
    for (const { line } of rows) yield line
    if (rows.length < rowsAtOnce) break
  }
  await sql`close dumped`.execute(snapshot)
}

/**
 * Fills empty tables with dumped rows, all or nothing. Tables and rows may come in any order: references are
 * checked at the end. What a row lacks gets the column's default.
 */
export async function loadRows<Tables>(
  db: Kysely<Tables>,
  tables: (DumpTable & { lines: AsyncIterable<string> })[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await writeValuesPlainly(tx)
    await setDeferrable(tx, true)
    await sql`set constraints all deferred`.execute(tx)
    for (const { name, columns, lines } of tables) {
      const types = await columnTypes(tx, name)
      const picked = sql.join(columns.map((column) => sql.ref(column)))
      const values = sql.join(
        columns.map((column, i) => sql`(line->>${sql.lit(i)})::${sql.raw(types.get(column) ?? 'text')}`),
      )
      for await (const batch of inBatches(lines)) {
        await sql`
          insert into ${sql.table(name)} (${picked}) overriding system value
          select ${values} from jsonb_array_elements(${`[${batch.join()}]`}::jsonb) as line
        `.execute(tx)
      }
    }
    await sql`set constraints all immediate`.execute(tx)
    await setDeferrable(tx, false)
    await advanceSequences(tx)
  })
}

/** PostgreSQL's own name of each column's type. */
async function columnTypes<Tables>(db: Kysely<Tables>, table: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, atttypmod) as type
    from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
  `.execute(db)
  return new Map(rows.map(({ name, type }) => [name, type]))
}

async function* inBatches(lines: AsyncIterable<string>): AsyncGenerator<string[]> {
  let batch: string[] = []
  for await (const line of lines) {
    batch.push(line)
    if (batch.length === rowsAtOnce) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

async function setDeferrable<Tables>(db: Kysely<Tables>, deferrable: boolean): Promise<void> {
  const { rows } = await sql<{ tableName: string; name: string }>`
    select c.relname as "tableName", o.conname as name
    from pg_constraint o join pg_class c on c.oid = o.conrelid
    where o.contype = 'f' and c.relnamespace = current_schema()::regnamespace
  `.execute(db)
  for (const { tableName, name } of rows) {
    const how = deferrable ? sql`deferrable` : sql`not deferrable`
    await sql`alter table ${sql.table(tableName)} alter constraint ${sql.ref(name)} ${how}`.execute(db)
  }
}

/** The next number that a column counts up to is the one after the highest that was loaded. */
async function advanceSequences<Tables>(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ tableName: string; name: string; sequence: string }>`
    select c.relname as "tableName", a.attname as name, s.sequence
    from pg_class c join pg_attribute a on a.attrelid = c.oid,
      lateral pg_get_serial_sequence(quote_ident(c.relname), a.attname) as s (sequence)
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      and a.attnum > 0 and not a.attisdropped and s.sequence is not null
      and c.relname not like 'kysely\\_%'
  `.execute(db)
  for (const { tableName, name, sequence } of rows) {
    await sql`
      select setval(${sequence}, (select coalesce(max(${sql.ref(name)}), 0) + 1 from ${sql.table(tableName)}), false)
    `.execute(db)
  }
}
