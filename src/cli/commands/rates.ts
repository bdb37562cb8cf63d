import { ExpensaError } from '../../core/errors.ts'
import type { CommandContext } from '../context.ts'
import { readEcbRates } from '../ecb-rates.ts'
import { exitCodes } from '../exit-codes.ts'
import { readNamedFile } from '../file-trouble.ts'

const groupSize = 5000

/** `expensa rates import <file>`: exchange rates, to show amounts in the home currency as well. */
export async function runRatesImport(context: CommandContext, file: string): Promise<number> {
  const bytes = await readNamedFile(file)
  const rates = readEcbRates(bytes)
  const client = await context.client()
  for (let i = 0; i < rates.length; i += groupSize) {
    if (context.signal.aborted)
      throw new ExpensaError('interrupted', 'Interrupted. The same command again does the rest.')
    if (rates.length > 0) await client.saveRates(rates.slice(i, i + groupSize))
  }
  const dates = rates.map(({ date }) => date).sort()
  if (!context.quiet) {
    context.stderr.write(`${rates.length} rates from ${dates[0] ?? '?'} to ${dates.at(-1) ?? '?'}.\n`)
    if (!context.config.homeCurrency) {
      context.stderr.write('Set EXPENSA_HOME_CURRENCY, e.g. to EUR, to see amounts in it.\n')
    }
  }
  return exitCodes.ok.code
}
