#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Expensa needs Node.js 20.19 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}
await import('../dist/cli/main.js').catch((error) => {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND' || !String(error.message).includes('dist')) throw error
  console.error('Expensa is not built yet. In its directory, run: npm run build')
  process.exit(1)
})
