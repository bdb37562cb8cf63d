import { ExpensaError } from './errors.ts'
import { isId } from './ids.ts'

/**
 * How ids end that somebody means who typed this: all of an id, or its last 4 to 8 characters. Null for what
 * can be no id.
 */
export function idEnding(typed: string): string | null {
  const ending = typed.trim().toLowerCase()
  return isId(ending) || /^[0-9a-f]{4,8}$/.test(ending) ? ending : null
}

/** The one that was found for a typed id. Throws `not_found`, or `conflict` when several were. */
export function theOneMeant<T>(
  found: readonly T[],
  typed: string,
  { kind, list }: { kind: string; list: string },
): T {
  const [one, another] = found
  const text = JSON.stringify(typed.slice(0, 60))
  if (one === undefined) {
    throw new ExpensaError('not_found', `There is no ${kind} ${text}.`, {
      hint: `Ids are in the first column of: ${list}`,
    })
  }
  if (another !== undefined) {
    throw new ExpensaError('conflict', `There is more than one ${kind} whose id ends in ${text}.`, {
      hint:
        typed.trim().length < 8
          ? `Type all eight characters of the id, as this prints them: ${list}`
          : `Type the whole id, as this prints it: ${list} --json`,
    })
  }
  return one
}
