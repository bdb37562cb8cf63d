import { describe, expect, it } from 'vitest'
import { ExpensaError } from '../../src/core/errors.ts'
import { createPatience } from '../../src/http/patience.ts'

/** A patience on a clock of its own; `sleep` lets its time pass. */
function patient() {
  let time = 0
  const troubles: string[] = []
  const patience = createPatience({
    firstMs: 3_000,
    laterMs: 90_000,
    now: () => time,
    sleep: async (milliseconds) => {
      time += milliseconds
    },
    random: () => 0.99,
    onTrouble: ({ message }) => troubles.push(message),
  })
  return { patience, troubles, time: () => time }
}

const away = () => Promise.reject(new ExpensaError('server_unreachable', 'It is away.'))

describe('patience', () => {
  it('is short with what never answered', async () => {
    const { patience, time, troubles } = patient()
    await expect(patience(away, undefined)).rejects.toThrow('away')
    expect(time()).toBeLessThanOrEqual(3_000)
    expect(troubles).toEqual([])
  })

  it('is long with what did, and tells of it once', async () => {
    const { patience, time, troubles } = patient()
    await patience(async () => 'hello', undefined)
    let attempts = 0
    const work = async () => (++attempts < 12 ? away() : 'back')
    expect(await patience(work, undefined)).toBe('back')
    expect(troubles).toEqual(['It is away.'])
    await expect(patience(away, undefined)).rejects.toThrow('away')
    expect(time()).toBeLessThanOrEqual(200_000)
    expect(troubles).toHaveLength(2)
  })

  it.each(['unauthorized', 'limit_reached', 'not_found', 'internal'] as const)(
    'is none with %s',
    async (code) => {
      const { patience, time } = patient()
      await expect(patience(() => Promise.reject(new ExpensaError(code, 'No.')), undefined)).rejects.toThrow(
        'No.',
      )
      expect(time()).toBe(0)
    },
  )

  it('ends with the signal', async () => {
    const ending = new AbortController()
    const patience = createPatience({ firstMs: 60_000, random: () => 1 })
    const waiting = patience(away, ending.signal)
    setTimeout(() => ending.abort(), 50)
    await expect(waiting).rejects.toMatchObject({ code: 'interrupted' })
  })
})
