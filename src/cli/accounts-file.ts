import { readFile } from 'node:fs/promises'
import { parse } from 'smol-toml'
import { ExpensaError } from '../core/errors.ts'
import { type Accounts, accountsSchema, createAccounts } from '../export/accounts.ts'

export const accountsFileName = 'expensa.accounts.toml'

/** The mapping in this file; without one given, in `expensa.accounts.toml` here, or the defaults. */
export async function readAccounts(path: string | undefined): Promise<Accounts> {
  const file = path ?? accountsFileName
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (path === undefined && cause.code === 'ENOENT') return null
    throw new ExpensaError('invalid_config', `${file} cannot be read: ${cause.message}`, {
      hint: 'Name the file that maps categories to accounts with --accounts or EXPENSA_ACCOUNTS.',
      cause,
    })
  })
  if (text === null) return createAccounts()
  const result = accountsSchema.safeParse(tomlOf(file, text))
  if (result.success) return createAccounts(result.data)
  const [issue] = result.error.issues
  throw new ExpensaError('invalid_config', `${file}: ${issue?.path.join('.')} ${issue?.message}`, {
    hint: 'The file is explained by: expensa help accounts',
  })
}

function tomlOf(file: string, text: string): unknown {
  try {
    return parse(text)
  } catch (cause) {
    const [why = 'not TOML'] = String(cause instanceof Error ? cause.message : cause).split('\n')
    throw new ExpensaError('invalid_config', `${file}: ${why}`, { cause })
  }
}
