// Runs the built Lambda function in a process of its own, the way the service does: one event at a time, a
// line of JSON on stdin, and its answer as a line of JSON on the file descriptor 3. stdout is the function's log.
// Its argument is the path of the function's module.
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'

const { handler } = await import(process.argv.at(-1))
const secondsToLive = 60
for await (const line of createInterface({ input: process.stdin })) {
  const deadline = Date.now() + secondsToLive * 1000
  const context = { awsRequestId: 'test', getRemainingTimeInMillis: () => deadline - Date.now() }
  const answer = await handler(JSON.parse(line), context).then(
    (value) => ({ value }),
    (error) => ({ error: { code: error.code, message: error.message, hint: error.hint } }),
  )
  writeSync(3, `${JSON.stringify(answer)}\n`)
}
// The service freezes and ends the process; nothing waits for its idle connections.
process.exit()
