import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { tryLock } from '../../src/local/embedded-postgres-lock.ts'

/* Takes the lock of a directory again and again, and notes in a file when it got it and let it go. */
const [directory = '', notes = '', rounds = '0'] = process.argv.slice(2)
const note = (what: string) => appendFileSync(notes, `${process.pid} ${what}\n`)

for (let round = 0; round < Number(rounds); ) {
  const lock = tryLock(directory)
  if (lock) {
    note('got it')
    await sleep(1)
    note('lets go')
    lock.release()
    round++
  }
  await sleep(Math.random() * 3)
}
