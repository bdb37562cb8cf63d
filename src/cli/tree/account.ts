import { type Command, Option } from 'commander'
import { idArgument, positiveInteger, type RunCommand } from './options.ts'

/** Commands about backends and who one is there. */
export function addAccountCommands(program: Command, run: RunCommand): void {
  const url = () => new Option('--url <address>', 'the backend, e.g. https://expensa.example.com')
  const email = () => new Option('--email <address>', 'asked for when it is not given')
  const passwordStdin = () => new Option('--password-stdin', 'read the password from stdin')
  const json = () => new Option('--json', 'print one JSON document')

  program
    .command('register')
    .description('make an account on a backend, and sign in')
    .addOption(url())
    .addOption(email())
    .option('--invitation <code>', 'the code, where the backend wants one')
    .addOption(passwordStdin())
    .action((options) => run(async (ctx) => (await import('../commands/login.ts')).runRegister(ctx, options)))

  program
    .command('login')
    .description('sign in to a backend; commands then work there instead of on this machine')
    .addOption(url())
    .addOption(email())
    .addOption(passwordStdin())
    .addOption(
      new Option('--token-stdin', 'read a personal access token from stdin').conflicts('passwordStdin'),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ expensa login --url https://expensa.example.com
  $ expensa login --profile work --url https://expensa.example.com --token-stdin < token.txt`,
    )
    .action((options) => run(async (ctx) => (await import('../commands/login.ts')).runLogin(ctx, options)))

  program
    .command('logout')
    .description('end the session; commands then work on this machine again')
    .action(() => run(async (ctx) => (await import('../commands/logout.ts')).runLogout(ctx)))

  program
    .command('whoami')
    .description('say which backend and which account commands use')
    .addOption(json())
    .action((options) => run(async (ctx) => (await import('../commands/whoami.ts')).runWhoami(ctx, options)))

  const token = program.command('token').description('personal access tokens, for scripts')
  token
    .command('create')
    .description('make a token and print it, this once')
    .requiredOption('--name <name>', 'what it is for')
    .addOption(new Option('--scope <scope>', 'what it may do').choices(['read', 'write']).default('read'))
    .option('--days <n>', 'how long it works; without it, until it is revoked', positiveInteger)
    .action((options) =>
      run(async (ctx) => (await import('../commands/token.ts')).runTokenCreate(ctx, options)),
    )
  const session = program.command('session').description('where you are signed in')
  for (const [group, kind] of [
    [token, 'token'],
    [session, 'session'],
  ] as const) {
    group
      .command('list')
      .description(`list ${kind}s that work`)
      .addOption(json())
      .action((options) =>
        run(async (ctx) => (await import('../commands/token.ts')).runTokenList(ctx, kind, options)),
      )
    group
      .command('revoke')
      .description(`end a ${kind}`)
      .argument('<id>', 'its id, or the last characters of it', idArgument)
      .action((id: string) =>
        run(async (ctx) => (await import('../commands/token.ts')).runTokenRevoke(ctx, kind, id)),
      )
  }
}
