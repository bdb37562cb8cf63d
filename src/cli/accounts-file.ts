import { type Accounts, accountsSchema, createAccounts } from '../export/accounts.ts'
import { readToml } from './toml-file.ts'

/** The mapping in this file; without one given, in `expensa.accounts.toml` here, or the defaults. */
export async function readAccounts(path: string | undefined): Promise<Accounts> {
  const file = await readToml(accountsSchema, {
    path: path ?? 'expensa.accounts.toml',
    named: path !== undefined,
    hint: 'The file is explained by: expensa help accounts',
  })
  return createAccounts(file ?? undefined)
}
