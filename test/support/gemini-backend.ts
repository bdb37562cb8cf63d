import { onTestFinished } from 'vitest'
import { afterFile } from './after-file.ts'
import { type ServerProcess, serverEnvironment, startServer } from './backend.ts'
import { standInBucket, startCloud } from './cloud.ts'
import { type GeminiServerOptions, startGeminiServer } from './gemini-server.ts'
import { openRemoteCli } from './remote-cli.ts'

export interface GeminiBackendOptions {
  answer: Required<GeminiServerOptions>['answer']
  tier: 'free' | 'paid'
  after?: (cleanUp: () => Promise<void>) => void
}

export type GeminiBackend = Awaited<ReturnType<typeof startGeminiBackend>>

/**
 * A backend with open registration whose readers speak Gemini's wire format; nobody reads until a worker is
 * started. All of it ends after the tests of the file, or after one test: `after: onTestFinished`.
 */
export async function startGeminiBackend({ answer, tier, after = afterFile }: GeminiBackendOptions) {
  const people = await openRemoteCli()
  const gemini = await startGeminiServer({ answer })
  const cloud = await startCloud(standInBucket)
  const environment: Record<string, string> = {
    ...serverEnvironment(cloud),
    EXPENSA_REGISTRATION: 'open',
    GEMINI_API_KEY: gemini.apiKey,
    EXPENSA_GEMINI_TIER: tier,
    EXPENSA_GEMINI_BASE_URL: gemini.url,
  }
  const backend = await startServer('backend', environment)
  after(async () => {
    await backend.stop()
    await gemini.close()
    await cloud.close()
    await people.close()
  })

  let newcomers = 0

  return {
    people,
    gemini,
    cloud,
    backend,
    environment,
    /** Somebody without any receipts, who is signed in. */
    async newPerson(url = backend.url): Promise<string> {
      newcomers += 1
      // Many who register from one address are slowed down.
      await cloud.db.deleteFrom('attempts').execute()
      const name = `person${newcomers}`
      await people.register(name, url)
      return name
    },
    /** Another server on the same database and bucket. It ends with the test at the latest. */
    async start(name: 'backend' | 'worker', settings: Record<string, string> = {}): Promise<ServerProcess> {
      const server = await startServer(name, { ...environment, ...settings })
      onTestFinished(async () => void (await server.stop()))
      return server
    },
  }
}
