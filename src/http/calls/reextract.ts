import { setTimeout as sleep } from 'node:timers/promises'
import { ExpensaError } from '../../core/errors.ts'
import type { Call } from '../client.ts'
import { expenseResponse } from '../contract-edits.ts'
import * as contract from '../contract-reextract.ts'

const pollMs = 1_000
/** Longer than a sweep by the clock and a long reading take together. */
const longestWaitMs = 10 * 60_000

/** Reading again, as the client offers it. */
export function reextractCalls(call: Call) {
  const path = (id: string) => `/v1/expenses/${encodeURIComponent(id)}/extractions`
  return {
    /** Has it read again, waits for that, and compares; changes nothing. */
    async extractAgain(
      id: string,
      model: string | undefined,
      signal?: AbortSignal,
    ): Promise<contract.ExtractionJson> {
      let answer = await call(contract.extractionResponse, 'POST', path(id), { json: { model }, signal })
      const giveUpAt = Date.now() + longestWaitMs
      while (answer.state === 'waiting') {
        if (Date.now() > giveUpAt) throw nobodyReads()
        await sleep(pollMs, undefined, { ...(signal && { signal }) }).catch(() => {
          throw new ExpensaError('interrupted', 'Interrupted.')
        })
        const url = `${path(id)}/${answer.extractionId}`
        answer = await call(contract.extractionResponse, 'GET', url, { signal })
      }
      return answer
    },
    applyExtraction: (id: string, extractionId: string) =>
      call(expenseResponse, 'POST', `${path(id)}/${encodeURIComponent(extractionId)}/apply`),
  }
}

function nobodyReads(): ExpensaError {
  return new ExpensaError('timed_out', 'It was asked for, but nobody has read it yet.', {
    hint: 'Ask again later: the request stands for an hour. What is wrong is found by: expensa doctor',
  })
}
