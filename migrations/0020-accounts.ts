import { type Kysely, sql } from 'kysely'

/**
 * Who uses a backend, and how they sign in. Of tokens and invitations only hashes are kept. `attempts` counts
 * sign-ins in windows, to slow down guessing.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table users (
      id uuid primary key,
      email text not null unique check (email = lower(email)),
      password_hash text not null,
      created_at timestamptz not null default now()
    )
  `.execute(db)
  await sql`
    create table access_tokens (
      id uuid primary key,
      user_id uuid not null references users (id) on delete cascade,
      kind text not null check (kind in ('session', 'personal')),
      name text not null,
      scope text not null check (scope in ('read', 'write')),
      token_hash bytea not null unique check (length(token_hash) = 32),
      created_at timestamptz not null default now(),
      last_used_at timestamptz,
      expires_at timestamptz,
      revoked_at timestamptz
    )
  `.execute(db)
  await sql`create index access_tokens_user on access_tokens (user_id, created_at)`.execute(db)
  await sql`
    create table invitations (
      code_hash bytea primary key,
      expires_at timestamptz not null,
      used_by uuid references users (id),
      created_at timestamptz not null default now()
    )
  `.execute(db)
  await sql`
    create table attempts (
      key text primary key,
      count integer not null,
      ends_at timestamptz not null
    )
  `.execute(db)

  // Users see their own account and tokens; passwords, hashes and everything else is the backend's alone.
  await sql`grant select (id, email, created_at) on users to expensa_user`.execute(db)
  await sql`
    grant select (id, user_id, kind, name, scope, created_at, last_used_at, expires_at, revoked_at),
      update (revoked_at) on access_tokens to expensa_user
  `.execute(db)
  for (const [table, column] of [
    ['users', 'id'],
    ['access_tokens', 'user_id'],
  ] as const) {
    await sql`alter table ${sql.table(table)} enable row level security`.execute(db)
    await sql`
      create policy own_rows on ${sql.table(table)} to expensa_user
      using (${sql.ref(column)} = nullif(current_setting('expensa.user_id', true), '')::uuid)
    `.execute(db)
  }
}
