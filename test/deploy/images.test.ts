import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServerProcess, serverEnvironment, startServer } from '../support/backend.ts'
import { type Cloud, standInBucket, startCloud } from '../support/cloud.ts'
import { type Image, images, inImage } from '../support/image.ts'
import { sampleReceipts } from '../support/receipts.ts'

/** Needs images: test/support/images.sh builds them, and runs this. */
const built = Object.entries(images)

/** Where the images keep what is Expensa's. */
const folders: Record<string, string> = { backend: 'app', worker: 'app', lambda: 'var/task' }

describe.skipIf(built.length === 0).each(built)('the image of the %s', (name, image) => {
  const folder = join(image.root, folders[name] ?? '')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })

  it('has what it needs, and no package that only development or another platform needs', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
    const installed = files.filter((path) => /(^|\/)node_modules\/(@[^/]+\/)?[^/@.]+$/.test(path))
    const names = installed.filter((path) => packages[path] !== undefined)
    if (name === 'backend') expect(names).toEqual([])
    else expect(names).toContain('node_modules/sharp')
    for (const path of names) expect(packages[path].dev, path).toBeUndefined()
    const cpu = process.env.EXPENSA_TEST_IMAGES_CPU
    const binaries = files.filter((path) => /\.(node|so(\.[\d.]+)?)$/.test(path))
    for (const path of binaries) expect(machineOf(join(folder, path)), path).toBe(cpu)
    const ours = files.filter((path) => !path.includes('node_modules'))
    expect(ours.filter((path) => /\.(ts|map)$/.test(path))).toEqual([])
  })

  it('holds no secret, and no file that its user could change', () => {
    const suspicious = /(^|\/)(\.npmrc|\.env|\.git|\.aws|\.netrc|id_\w+|credentials(\.json)?)$/
    expect(files.filter((path) => suspicious.test(path))).toEqual([])
    const inHomes = ['root', 'home/node'].flatMap((home) => [...list(join(image.root, home))])
    expect(inHomes).toEqual([])
    expect(image.Env.filter((entry) => /KEY|SECRET|TOKEN|PASSWORD/.test(entry))).toEqual([])
    for (const path of files) {
      const { mode, uid } = statSync(join(folder, path), { throwIfNoEntry: false }) ?? { mode: 0, uid: 0 }
      expect([path, uid, mode & 0o022]).toEqual([path, 0, 0])
    }
  })

  it('runs as a user without rights', () => {
    if (name === 'lambda') expect(image.User).toBe('')
    else expect(image.User).toBe('1000:1000')
  })
})

describe.skipIf(!images.backend || !images.worker)('servers in their images', () => {
  let cloud: Cloud
  let environment: Record<string, string>
  let backend: ServerProcess

  beforeAll(async () => {
    cloud = await startCloud(standInBucket)
    environment = { ...serverEnvironment(cloud), EXPENSA_CONCURRENCY: '1' }
    backend = await startServer('backend', environment)
  })

  afterAll(async () => {
    await backend.stop()
    await cloud.close()
  })

  it('a backend is healthy while it runs, and says so to the image’s own check', async () => {
    const port = { EXPENSA_PORT: new URL(backend.url).port }
    expect(healthOf(images.backend as Image, port)).toBe(0)
    expect(healthOf(images.backend as Image, { EXPENSA_PORT: '1' })).toBe(1)
  })

  it('a worker reads a receipt with its own text recognition, and nothing but its image', async () => {
    const [sample] = sampleReceipts()
    const receipt = await cloud.upload(new Uint8Array(sample?.bytes ?? []))
    await cloud.store.forUser(receipt.userId).markUploaded(receipt.receiptId)
    const worker = await startServer('worker', environment)
    const finished = async () => {
      const { receipt: found } = await cloud.receiptOf(receipt)
      return ['extracted', 'needs_review', 'failed'].includes(found.status) ? found : null
    }
    let found = await finished()
    while (found === null) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      found = await finished()
    }
    expect([found.status, found.failureMessage]).toEqual([
      expect.stringMatching(/^(extracted|needs_review)$/),
      null,
    ])
    expect(await worker.stop()).toBe(0)
  }, 600_000)
})

function* list(directory: string): Generator<string> {
  try {
    yield* readdirSync(directory)
  } catch {
    // No such home.
  }
}

/** What the image's check of its health ends with. */
function healthOf(image: Image, environment: Record<string, string>): number | null {
  const [kind, ...command] = image.Healthcheck?.Test ?? []
  expect(kind).toBe('CMD')
  const { command: chroot, args, env } = inImage(image, command)
  return spawnSync(chroot, args, { env: { ...env, ...environment } }).status
}

/** The processor that a program in ELF is for, by its header's e_machine. */
function machineOf(path: string): string {
  const header = readFileSync(path).subarray(0, 20)
  return { 62: 'amd64', 183: 'arm64' }[header.readUInt16LE(18)] ?? 'another'
}
