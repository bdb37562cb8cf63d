/** What an image says of itself, and where its files are. */
export interface Image {
  /** A folder with the image's files, as they are inside. */
  root: string
  /** Empty: the image leaves it to whoever runs it. */
  User: string
  WorkingDir: string
  Env: string[]
  Cmd: string[]
  Healthcheck?: { Test: string[] }
}

/** Set by images.sh: the images' processes then run in the files of their images. */
export const images: Partial<Record<'backend' | 'worker' | 'lambda', Image>> = JSON.parse(
  process.env.EXPENSA_TEST_IMAGES ?? '{}',
)

/** The user as whom Lambda runs every function. */
const lambdaUser = '993:990'

/** How to start a command, else the image's own, as its user and with its environment, on this machine's network. */
export function inImage({ root, User, WorkingDir, Env, Cmd }: Image, command: string[] = Cmd) {
  return {
    command: '/usr/sbin/chroot',
    args: [
      `--userspec=${User || lambdaUser}`,
      root,
      '/bin/sh',
      '-c',
      'cd "$0" && exec "$@"',
      WorkingDir,
      ...command,
    ],
    env: Object.fromEntries(
      Env.map((entry) => [entry.split('=', 1)[0], entry.slice(entry.indexOf('=') + 1)]),
    ),
  }
}
