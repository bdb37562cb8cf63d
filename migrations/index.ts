import type { Migration } from 'kysely'
import * as m0001 from './0001-receipts-and-expenses.ts'
import * as m0010 from './0010-quota.ts'
import * as m0020 from './0020-accounts.ts'
import * as m0021 from './0021-upload-days.ts'
import * as m0030 from './0030-edits.ts'
import * as m0031 from './0031-batch-source.ts'
import * as m0032 from './0032-duplicates.ts'
import * as m0040 from './0040-exports.ts'
import * as m0050 from './0050-waiting-receipts.ts'
import * as m0059 from './0059-rates.ts'
import * as m0060 from './0060-rules.ts'
import * as m0061 from './0061-extraction-requests.ts'
import * as m0062 from './0062-stored-bytes.ts'
import * as m0063 from './0063-stored-bytes-known.ts'

/** Every migration, in order; listed statically so that bundles carry them. Up only: never edit one that shipped. */
export const migrations: Record<string, Migration> = {
  '0001-receipts-and-expenses': m0001,
  '0010-quota': m0010,
  '0020-accounts': m0020,
  '0021-upload-days': m0021,
  '0030-edits': m0030,
  '0031-batch-source': m0031,
  '0032-duplicates': m0032,
  '0040-exports': m0040,
  '0050-waiting-receipts': m0050,
  '0059-rates': m0059,
  '0060-rules': m0060,
  '0061-extraction-requests': m0061,
  '0062-stored-bytes': m0062,
  '0063-stored-bytes-known': m0063,
}
