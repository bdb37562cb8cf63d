import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Cloud, TestBucket } from './cloud.ts'
import { images, inImage } from './image.ts'
import { urlOf } from './postgres.ts'

export interface ServerProcess {
  child: ChildProcess
  /** Where it listens; only a backend does. */
  url: string
  /** Lines of its log. */
  log: Record<string, unknown>[]
  /** SIGTERM (or another signal), and its end: the exit code, or null after a kill. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** The environment of backend and worker, as an operator would set it. */
export function serverEnvironment(cloud: Cloud<TestBucket>): Record<string, string> {
  return {
    EXPENSA_DATABASE_URL: urlOf(cloud.connection),
    EXPENSA_S3_BUCKET: cloud.s3.bucket,
    EXPENSA_S3_ENDPOINT: cloud.s3.endpoint,
    EXPENSA_S3_PATH_STYLE: 'true',
    EXPENSA_PORT: '0',
    AWS_REGION: cloud.s3.region,
    AWS_ACCESS_KEY_ID: cloud.s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: cloud.s3.credentials.secretAccessKey,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  }
}

/** The database's socket is in a directory of its owner's, outside of the image: this is a way to it. */
export async function overTcp(url = ''): Promise<string> {
  if (url === '') return url
  const { hostname, port, username, pathname } = new URL(url)
  const socket = `${decodeURIComponent(hostname)}/.s.PGSQL.${port}`
  const relay = createServer((near) => {
    const far = connect(socket)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.pipe(other)
      one.on('error', () => other.destroy())
    }
  })
  relay.listen(0, '127.0.0.1').unref()
  await once(relay, 'listening')
  return `postgres://${username}@127.0.0.1:${(relay.address() as AddressInfo).port}${pathname}`
}

function fromHere(name: string) {
  return {
    command: process.execPath,
    args: [fileURLToPath(new URL(`../../dist/${name}/main.js`, import.meta.url))],
    env: { PATH: process.env.PATH },
  }
}

/** Starts a built server process (`npm run build`) and waits for the line that says it works. */
export async function startServer(
  name: 'backend' | 'worker',
  environment: Record<string, string>,
): Promise<ServerProcess> {
  const image = images[name]
  const { command, args, env } = image ? inImage(image) : fromHere(name)
  const reachable = image ? { EXPENSA_DATABASE_URL: await overTcp(environment.EXPENSA_DATABASE_URL) } : {}
  const child = spawn(command, args, {
    env: { ...env, ...environment, ...reachable },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const log: Record<string, unknown>[] = []
  const lines = createInterface({ input: child.stdout as Readable })
  const started = new Promise<Record<string, unknown>>((resolve, reject) => {
    lines.on('line', (line) => {
      const entry = JSON.parse(line)
      log.push(entry)
      if (entry.msg === 'listening' || entry.msg === 'working') resolve(entry)
    })
    void ended.then(() => reject(new Error(`It ended before it worked: ${JSON.stringify(log)}`)))
  })
  const { url } = await started
  return {
    child,
    // In an image it listens on all addresses of the machine.
    url: typeof url === 'string' ? url.replace('//0.0.0.0:', '//127.0.0.1:') : '',
    log,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      const [code] = await ended
      return code
    },
  }
}
