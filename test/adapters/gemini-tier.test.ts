import { expect, test } from 'vitest'
import { ensureGeminiConsent } from '../../src/adapters/gemini-tier.ts'
import { ExpensaError } from '../../src/core/errors.ts'

test('without a key there is nothing to agree to', () => {
  expect(ensureGeminiConsent({})).toBeNull()
  expect(ensureGeminiConsent({ apiKey: '', tier: 'free' })).toBeNull()
})

test.each(['free', 'paid'] as const)('the %s tier is taken when it was chosen', (tier) => {
  expect(ensureGeminiConsent({ apiKey: 'AQ.secret', tier })).toBe(tier)
})

test.each([undefined, '', 'Free', 'trial'])(
  'a key with the tier %j is refused with what it would mean',
  (tier) => {
    let thrown: unknown
    try {
      ensureGeminiConsent({ apiKey: 'AQ.secret', tier })
    } catch (error) {
      thrown = error
    }
    if (!(thrown instanceof ExpensaError)) throw new Error('accepted')
    expect(thrown.code).toBe('invalid_config')
    expect(thrown.message).toMatch(/human reviewers may read/)
    expect(thrown.message).toMatch(/European Economic Area, Switzerland or the United Kingdom/)
    expect(thrown.hint).toMatch(/EXPENSA_GEMINI_TIER=paid.*EXPENSA_GEMINI_TIER=free.*unset GEMINI_API_KEY/)
    expect(JSON.stringify([thrown.message, thrown.hint])).not.toContain('AQ.secret')
  },
)
