import { expect, it } from 'vitest'
import { createApp } from '../../src/http/app.ts'
import { openApiDocument } from '../../src/http/openapi.ts'
import { mountAccount, mountSignIn } from '../../src/http/routes/account.ts'

it('describes exactly the routes that the app has', () => {
  const app = createApp({
    store: {} as never,
    objects: {} as never,
    authenticate: () => Promise.reject(),
    onUploaded: () => {},
    prepare: (app) =>
      mountSignIn(app, { accounts: {} as never, registration: 'open', addressOf: () => 'nowhere' }),
    extend: (app) => mountAccount(app, {} as never),
  })
  const routes = app.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  const described = Object.entries(openApiDocument().paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(described.toSorted()).toEqual([...new Set(routes)].toSorted())
})

it('stands alone: nothing in it is undefined or left to resolve', () => {
  const text = JSON.stringify(openApiDocument())
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target)
  const defined = Object.keys(openApiDocument().components.schemas)
  expect(new Set(references)).toEqual(new Set(defined.map((name) => `#/components/schemas/${name}`)))
  expect(text.length).toBeLessThan(100_000)
})
