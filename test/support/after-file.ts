import { afterAll } from 'vitest'

const cleanUps: (() => Promise<unknown>)[] = []

/**
 * Cleans up after the tests of this file, the latest first. Unlike `afterAll` it can be called from anywhere:
 * what a running hook or test hands to that is silently forgotten.
 */
export function afterFile(cleanUp: () => Promise<unknown>): void {
  cleanUps.push(cleanUp)
}

afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp()
})
