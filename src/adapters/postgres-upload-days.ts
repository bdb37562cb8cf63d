import { sql } from 'kysely'
import type { UploadAllowance } from '../core/ports.ts'
import type { AsUser } from './postgres-as-user.ts'

/** Counts new receipts per user and day, in one statement, so that requests at once cannot exceed a limit. */
export function uploadDayMethods(userId: string, asUser: AsUser): UploadAllowance {
  return {
    reserveUploads: (count, perDay) =>
      asUser(async (tx) => {
        if (count > perDay) return false
        const { rows } = await sql`
          insert into upload_days as days (user_id, day, uploads)
          values (${userId}, (now() at time zone 'UTC')::date, ${count})
          on conflict (user_id, day) do update set uploads = days.uploads + excluded.uploads
          where days.uploads + excluded.uploads <= ${perDay}::int
          returning uploads
        `.execute(tx)
        return rows.length > 0
      }),
  }
}
