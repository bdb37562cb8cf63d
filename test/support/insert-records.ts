import { type Kysely, sql } from 'kysely'

/**
 * Receipts with an expense and a line item each, in the columns of the first schema: what the oldest version
 * writes, every later schema must accept.
 */
export async function insertRecords<Tables>(db: Kysely<Tables>, count: number): Promise<void> {
  await sql`
    with receipt as (
      insert into receipts (id, user_id, sha256, object_key, original_filename, content_type, size_bytes)
      select gen_random_uuid(), gen_random_uuid(), encode(sha256(gen_random_uuid()::text::bytea), 'hex'),
        'receipts/nowhere/' || i, 'ä b ' || i || '.jpg', 'image/jpeg', 1000 + i
      from generate_series(1, ${count}::integer) i
      returning id, user_id, size_bytes
    ), extraction as (
      insert into extractions (id, receipt_id, user_id, extractor, model, prompt_version, extraction, raw, duration_ms)
      select gen_random_uuid(), id, user_id, 'local-ocr', 'PP-OCRv4', '1', '{"total": "1.50"}', 'null', 12
      from receipt returning id, receipt_id, user_id
    ), expense as (
      insert into expenses (id, user_id, extraction_id, merchant, purchase_date, currency, total_minor, tags)
      select receipt_id, user_id, id, E'Café "Ü"\\n', date '2026-10-31', 'EUR', 150, array['a', 'b c']
      from extraction returning id, user_id
    )
    insert into line_items (expense_id, position, user_id, description, amount_minor)
    select id, 0, user_id, 'Bread', 150 from expense
  `.execute(db)
}
