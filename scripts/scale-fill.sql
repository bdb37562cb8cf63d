-- Fills an empty, migrated database with :rows receipts and their expenses: half of them of 10,000 users in equal
-- parts, the others of few (the square of an even spread), as real users differ. Without line items and without
-- extractions, which lists never read. psql -v rows=10000000 -f scripts/scale-fill.sql
-- On a server of its own, started with wal_level=minimal and max_wal_senders=0, hardly anything is written twice.
\set ON_ERROR_STOP on
\timing on
set session_replication_role = replica; -- references are right by construction
set maintenance_work_mem = '1GB';

-- Indexes are made at the end, which is much faster.
create table dropped_indexes as
select indexname, indexdef from pg_indexes
where tablename in ('receipts', 'expenses') and schemaname = 'public' and indexname !~ '_pkey$';
select format('drop index %I', indexname) from dropped_indexes \gexec

create view made as
select
  i,
  ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid as id,
  ('00000000-0000-4000-8000-' || lpad(to_hex(case when i % 2 = 0 then i / 2 % 10000
    else floor(10000 * power((i::bigint * 7919 % 1000003) / 1000003.0, 2))::int end), 12, '0'))::uuid as user_id,
  timestamptz '2023-01-01' + i * (interval '1400 days' / :rows) as at
from generate_series(1, :rows) i;

-- What a transaction itself emptied needs no log to be undone.
begin;
truncate receipts, expenses cascade;
insert into receipts (id, user_id, sha256, object_key, original_filename, content_type, size_bytes, status,
  created_at, updated_at)
select id, user_id, md5(i::text) || md5('x' || i), 'receipts/' || user_id || '/' || id, 'IMG_' || i || '.jpg',
  'image/jpeg', 900000, case when i % 20 = 0 then 'needs_review' else 'extracted' end, at, at
from made;

insert into expenses (id, user_id, merchant, document_type, purchase_date, currency, total_text,
  total_minor, tax_minor, category, review_reasons, created_at, updated_at)
select id, user_id, 'Merchant ' || i::bigint * 31 % 5000, 'receipt', at::date - i % 30,
  case when i % 10 = 0 then 'USD' else 'EUR' end, '12.34', i % 20000, i % 3000,
  (array['groceries', 'dining', 'transport', 'lodging', 'office', null])[1 + i % 6],
  case when i % 20 = 0 then array['total_unproven'] else '{}' end, at, at
from made;
commit;

drop view made;
select indexdef from dropped_indexes \gexec
drop table dropped_indexes;
vacuum (analyze) receipts, expenses;
