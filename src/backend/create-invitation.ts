import { createPostgresAccountStore } from '../adapters/postgres-account-store.ts'
import type { Config } from '../config.ts'
import { invitationHash, newInvitation } from '../core/access-token.ts'
import { connectDatabase } from '../wiring/database.ts'

/** Makes a code with which one person may register within so many days. Only its hash is stored. */
export async function createInvitation(config: Config, days: number): Promise<string> {
  const db = await connectDatabase(config, 1)
  try {
    const code = newInvitation()
    const expiresAt = new Date(Date.now() + days * 86_400_000)
    await createPostgresAccountStore(db).createInvitation(invitationHash(code), expiresAt)
    return code
  } finally {
    await db.destroy()
  }
}
