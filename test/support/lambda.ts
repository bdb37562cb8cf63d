import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { overTcp } from './backend.ts'
import type { Cloud, TestBucket } from './cloud.ts'
import type { GeminiServer } from './gemini-server.ts'
import { type Image, images, inImage } from './image.ts'
import { urlOf } from './postgres.ts'

export interface LambdaAnswer {
  value?: unknown
  error?: { code: string; message: string; hint?: string }
}

export interface LambdaProcess {
  invoke(event: unknown): Promise<LambdaAnswer>
  /** Lines of JSON. */
  log: Record<string, unknown>[]
  /** kill -9. */
  kill(): Promise<void>
  close(): Promise<void>
}

/** The environment of the function, as an operator would set it. */
export function lambdaEnvironment(
  cloud: Pick<Cloud<TestBucket>, 'connection' | 's3'>,
  gemini: GeminiServer,
): Record<string, string> {
  return {
    EXPENSA_DATABASE_URL: urlOf(cloud.connection),
    EXPENSA_S3_BUCKET: cloud.s3.bucket,
    EXPENSA_S3_ENDPOINT: cloud.s3.endpoint,
    EXPENSA_S3_PATH_STYLE: 'true',
    AWS_REGION: cloud.s3.region,
    AWS_ACCESS_KEY_ID: cloud.s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: cloud.s3.credentials.secretAccessKey,
    GEMINI_API_KEY: gemini.apiKey,
    EXPENSA_GEMINI_TIER: 'paid',
    EXPENSA_GEMINI_BASE_URL: gemini.url,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  }
}

const service = fileURLToPath(new URL('lambda-process.mjs', import.meta.url))

function fromHere() {
  const handler = fileURLToPath(new URL('../../dist/lambda/handler.js', import.meta.url))
  return { command: process.execPath, args: [service, handler], env: { PATH: process.env.PATH } }
}

/** The image names its function as the service wants it: "dist/lambda/handler.handler". */
function fromImage(image: Image) {
  const handler = `${image.WorkingDir}/${image.Cmd[0]?.replace(/\.handler$/, '.js')}`
  const code = readFileSync(service, 'utf8')
  return inImage(image, ['node', '--input-type=module', '--eval', code, handler])
}

/** Starts the built function (`npm run build`), or that of its image, in a process of its own. */
export async function startLambda(environment: Record<string, string>): Promise<LambdaProcess> {
  const { command, args, env } = images.lambda ? fromImage(images.lambda) : fromHere()
  const reachable = images.lambda
    ? { EXPENSA_DATABASE_URL: await overTcp(environment.EXPENSA_DATABASE_URL) }
    : {}
  const child = spawn(command, args, {
    env: { ...env, ...environment, ...reachable },
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
  })
  const ended = once(child, 'close')
  const log: Record<string, unknown>[] = []
  createInterface({ input: child.stdout as Readable }).on('line', (line) => log.push(JSON.parse(line)))
  const answers = createInterface({ input: child.stdio[3] as Readable })[Symbol.asyncIterator]()

  return {
    log,
    async invoke(event) {
      child.stdin?.write(`${JSON.stringify(event)}\n`)
      const { value, done } = await answers.next()
      if (done) throw new Error('The function ended before it answered')
      return JSON.parse(value)
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async close() {
      child.stdin?.end()
      await ended
    },
  }
}
