// node box-service.mjs run|env|health SERVICE: what compose.yaml says of a service, its variables filled in from this
// process's environment, each item ended by NUL. `run`: arguments for podman run. `env`: NAME=value. `health`: the
// command that asks whether it is well.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

const [what, name] = process.argv.slice(2)
const fill = (text) =>
  text.replaceAll(/\$\{(\w+)(?::([?-])([^}]*))?\}/g, (_, variable, kind, alternative) => {
    const value = process.env[variable] ?? ''
    if (value !== '' || kind === undefined) return value
    if (kind === '-') return alternative
    throw new Error(`${variable} is not set: ${alternative}`)
  })
const service = parse(readFileSync('compose.yaml', 'utf8'), { merge: true }).services[name]
const environment = Object.entries(service.environment ?? {}).map(([key, value]) => `${key}=${fill(value)}`)

const items = {
  run: () => [
    ...(service.read_only ? ['--read-only'] : []),
    ...(service.cap_drop ?? []).flatMap((right) => ['--cap-drop', right]),
    ...(service.security_opt ?? []).flatMap((option) => ['--security-opt', option.replace(/:true$/, '')]),
    ...(service.tmpfs ?? []).flatMap((path) => ['--tmpfs', path]),
    ...environment.flatMap((entry) => ['--env', entry]),
  ],
  env: () => environment,
  health: () => service.healthcheck.test.slice(1),
}
for (const item of items[what]()) process.stdout.write(`${item}\0`)
