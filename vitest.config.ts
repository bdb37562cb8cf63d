import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    env: {
      // The AWS SDK announces on stderr that its versions from 2027 on need Node 22.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    // Many files start servers, commands and text recognition of their own.
    maxWorkers: 2,
    // Processes are killed at chance moments of a machine that CI shares with others.
    retry: process.env.CI ? 2 : 0,
    // Real servers and commands on a busy machine; no test waits this long unless something hangs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
