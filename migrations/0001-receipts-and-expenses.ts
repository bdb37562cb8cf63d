import { type Kysely, sql } from 'kysely'

/**
 * The record. Every table carries `user_id`, and row-level security compares it with the user whom the
 * transaction announced, as a second lock behind the store's own `where`. The policies bind the role
 * `expensa_user`, which the store assumes for each user-bound transaction; owners and superusers would
 * otherwise pass them by.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $$ begin
      create role expensa_user nologin;
    exception when duplicate_object or unique_violation then null; end $$
  `.execute(db)
  await sql`
    do $$ begin
      grant expensa_user to current_user;
    exception when insufficient_privilege then
      -- Roles are the whole server's: since PostgreSQL 16 only the user who made it may grant it.
      begin
        set local role expensa_user;
        reset role;
      exception when insufficient_privilege then
        raise 'this server has the role expensa_user from another user. As its administrator: grant expensa_user to %',
          current_user;
      end;
    end $$
  `.execute(db)

  await sql`
    create table batches (
      id uuid primary key,
      user_id uuid not null,
      file_count integer not null,
      created_at timestamptz not null default now()
    )
  `.execute(db)

  await sql`
    create table receipts (
      id uuid primary key,
      user_id uuid not null,
      batch_id uuid references batches (id),
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      object_key text not null,
      original_filename text not null,
      content_type text not null,
      size_bytes bigint not null check (size_bytes > 0),
      category text,
      status text not null default 'pending' check (
        status in ('pending', 'uploaded', 'extracting', 'extracted', 'needs_review', 'failed', 'confirmed')
      ),
      attempts integer not null default 0,
      failure_code text,
      failure_message text,
      failure_hint text,
      not_before timestamptz,
      lease_token uuid,
      lease_expires_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      deleted_at timestamptz,
      check ((status = 'extracting') = (lease_token is not null)),
      check (status <> 'failed' or failure_code is not null)
    )
  `.execute(db)
  // A deleted receipt does not stand in the way of the same bytes.
  await sql`create unique index receipts_user_sha256 on receipts (user_id, sha256) where deleted_at is null`.execute(
    db,
  )
  await sql`create index receipts_batch on receipts (batch_id) where batch_id is not null`.execute(db)
  await sql`
    create index receipts_unfinished on receipts (user_id, status, created_at)
    where deleted_at is null and status in ('pending', 'uploaded', 'extracting', 'failed', 'needs_review')
  `.execute(db)
  await sql`create index receipts_short_id on receipts (user_id, right(id::text, 8) text_pattern_ops)`.execute(
    db,
  )

  await sql`
    create table extractions (
      id uuid primary key,
      receipt_id uuid not null references receipts (id) on delete cascade,
      user_id uuid not null,
      extractor text not null,
      model text not null,
      prompt_version text not null,
      extraction jsonb not null,
      raw jsonb not null,
      tokens_in integer,
      tokens_out integer,
      duration_ms integer not null,
      created_at timestamptz not null default now()
    )
  `.execute(db)
  await sql`create index extractions_receipt on extractions (receipt_id, created_at)`.execute(db)

  await sql`
    create table expenses (
      id uuid primary key references receipts (id) on delete cascade,
      user_id uuid not null,
      extraction_id uuid not null references extractions (id),
      merchant text,
      merchant_address text,
      merchant_phone text,
      merchant_tax_id text,
      receipt_number text,
      document_type text,
      purchase_date date,
      purchase_time text,
      currency text check (currency ~ '^[A-Z]{3}$'),
      -- As read, for people, also while the currency that would make it an amount is unknown.
      total_text text,
      total_minor bigint,
      subtotal_minor bigint,
      tax_minor bigint,
      tax_included boolean,
      tip_minor bigint,
      service_charge_minor bigint,
      discount_minor bigint,
      rounding_minor bigint,
      tax_lines jsonb not null default '[]',
      payments jsonb not null default '[]',
      category text,
      note text,
      tags text[] not null default '{}',
      review_reasons text[] not null default '{}',
      checks jsonb not null default '[]',
      confidence jsonb not null default '{}',
      edited_fields text[] not null default '{}',
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      deleted_at timestamptz,
      -- An amount without its currency is no amount.
      check (currency is not null or (total_minor is null and subtotal_minor is null and tax_minor is null))
    )
  `.execute(db)
  await sql`
    create index expenses_user_date on expenses (user_id, purchase_date desc nulls last, id desc)
    where deleted_at is null
  `.execute(db)
  await sql`create index expenses_user_added on expenses (user_id, created_at) where deleted_at is null`.execute(
    db,
  )

  await sql`
    create table line_items (
      expense_id uuid not null references expenses (id) on delete cascade,
      position integer not null,
      user_id uuid not null,
      description text,
      quantity text,
      unit_price_minor bigint,
      amount_minor bigint,
      primary key (expense_id, position)
    )
  `.execute(db)

  for (const table of ['batches', 'receipts', 'extractions', 'expenses', 'line_items']) {
    const name = sql.table(table)
    await sql`alter table ${name} enable row level security`.execute(db)
    await sql`grant select, insert, update, delete on ${name} to expensa_user`.execute(db)
    await sql`
      create policy own_rows on ${name} to expensa_user
      using (user_id = nullif(current_setting('expensa.user_id', true), '')::uuid)
    `.execute(db)
  }
}
