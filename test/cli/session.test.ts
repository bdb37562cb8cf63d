import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Credentials,
  credentialsPath,
  readCredentials,
  writeCredentials,
} from '../../src/cli/credentials.ts'
import { backendUrl, resolveSession } from '../../src/cli/session.ts'

const work = { url: 'https://work.example.com', email: 'a@example.com', token: 'exp_s_work' }
const home = { url: 'https://home.example.com', email: 'b@example.com', token: 'exp_s_home' }
const both: Credentials = { version: 1, current: 'work', profiles: { work, home } }
const none: Credentials = { version: 1, current: null, profiles: {} }
const unset = { url: undefined, token: undefined, profile: undefined }

describe('the backend of a command', () => {
  it('is this machine until one signs in, and the last sign-in afterwards', () => {
    expect(resolveSession(unset, none, undefined)).toEqual({ kind: 'local' })
    expect(resolveSession(unset, both, undefined)).toMatchObject({ url: work.url, token: work.token })
  })

  it('is the one that was named: on the command line, else in the environment', () => {
    const config = { ...unset, profile: 'home' }
    expect(resolveSession(config, both, undefined)).toMatchObject({ url: home.url, token: home.token })
    expect(resolveSession(config, both, 'work')).toMatchObject({ url: work.url, token: work.token })
    expect(resolveSession(config, both, 'local')).toEqual({ kind: 'local' })
    expect(() => resolveSession(unset, both, 'other')).toThrow('other')
  })

  it('gets the token of a profile only where that came from', () => {
    const elsewhere = { ...unset, url: 'https://elsewhere.example.com' }
    expect(resolveSession(elsewhere, both, undefined)).toMatchObject({ url: elsewhere.url, token: null })
    expect(resolveSession({ ...unset, url: `${home.url}/` }, both, undefined)).toMatchObject({
      url: home.url,
      token: home.token,
    })
    expect(() => resolveSession(elsewhere, both, 'work')).toThrow('belongs to')
  })

  it('gets the token of the environment first, and none without an address', () => {
    const config = { ...unset, token: 'exp_p_script' }
    expect(resolveSession(config, both, 'home')).toMatchObject({ url: home.url, token: 'exp_p_script' })
    expect(() => resolveSession(config, none, undefined)).toThrow('EXPENSA_TOKEN')
  })

  it.each([
    ['https://example.com/', 'https://example.com'],
    ['https://example.com/expensa/', 'https://example.com/expensa'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('may be at %s', (text, url) => {
    expect(backendUrl(text)).toBe(url)
  })

  it.each([
    'http://example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'ftp://localhost',
    'https://user:password@example.com',
    'https://example.com/?a=b',
    'example.com',
  ])('may not be at %s', (text) => {
    expect(() => backendUrl(text)).toThrow()
  })
})

describe('the file of sign-ins', () => {
  let directory: string
  let path: string

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'expensa-signins-'))
    path = credentialsPath({ XDG_CONFIG_HOME: directory }, 'linux')
  })

  afterEach(() => rmSync(directory, { recursive: true }))

  it('comes back as it was written, for its owner only', () => {
    expect(readCredentials(path)).toEqual(none)
    writeCredentials(path, both)
    expect(readCredentials(path)).toEqual(both)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(directory, 'expensa')).mode & 0o777).toBe(0o700)
  })

  it('is closed to others again when somebody opened it', () => {
    writeCredentials(path, both)
    chmodSync(path, 0o644)
    readCredentials(path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('says what to do when it is damaged, and not what it contains', () => {
    writeCredentials(path, both)
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -20))
    expect(() => readCredentials(path)).toThrow(
      expect.objectContaining({ code: 'invalid_config', message: expect.not.stringContaining('exp_s_') }),
    )
  })
})
