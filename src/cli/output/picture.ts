import type { Keys } from '../keys.ts'

/** How a terminal takes pictures. */
export type PictureProtocol = 'kitty' | 'iterm2' | 'sixel'

/** What the environment says: kitty and iTerm2 announce themselves, and what they run inside of does not pass it on. */
export function announcedProtocol(env: Record<string, string | undefined>): PictureProtocol | null {
  // Multiplexers keep pictures to themselves.
  if (env.TMUX || env.STY) return null
  if (env.KITTY_WINDOW_ID || env.TERM === 'xterm-kitty' || env.TERM_PROGRAM === 'ghostty') return 'kitty'
  if (env.TERM_PROGRAM === 'iTerm.app' || env.LC_TERMINAL === 'iTerm2' || env.TERM_PROGRAM === 'WezTerm') {
    return 'iterm2'
  }
  return null
}

/** Asks the terminal what it is (DA1); attribute 4 is sixel graphics. A terminal that is silent has none. */
export async function askForSixel(keys: Keys, write: (text: string) => void): Promise<boolean> {
  write('\u001b[c')
  const answer = await keys.nextWithin(300)
  if (!answer) return false
  const attributes = /^\u001b\[\?([\d;]+)c$/.exec(answer)?.[1]
  if (attributes !== undefined) return attributes.split(';').includes('4')
  // Somebody typed ahead.
  keys.putBack(answer)
  return false
}

const maxWidth = 480
const maxHeight = 640

/** The picture as the terminal takes it; null for PDFs and for what cannot be decoded here. */
export async function renderPicture(
  bytes: Uint8Array,
  contentType: string,
  protocol: PictureProtocol,
): Promise<string | null> {
  if (contentType === 'application/pdf') return null
  const { default: sharp } = await import('sharp')
  const small = sharp(bytes, { limitInputPixels: 200_000_000 })
    .autoOrient()
    .resize(maxWidth, maxHeight, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
  try {
    if (protocol === 'sixel') {
      const { data, info } = await small.greyscale().raw().toBuffer({ resolveWithObject: true })
      return `${sixelOf(data, info.width, info.height)}\n`
    }
    const png = await small.png().toBuffer()
    return `${protocol === 'kitty' ? kittyOf(png) : itermOf(png)}\n`
  } catch {
    return null
  }
}

/** https://sw.kovidgoyal.net/kitty/graphics-protocol: PNG in base64, in pieces of at most 4096 bytes. */
function kittyOf(png: Buffer): string {
  const pieces = png.toString('base64').match(/.{1,4096}/g) ?? []
  return pieces
    .map((piece, i) => {
      const more = i < pieces.length - 1 ? 1 : 0
      return `\u001b_G${i === 0 ? 'a=T,f=100,q=2,' : ''}m=${more};${piece}\u001b\\`
    })
    .join('')
}

/** https://iterm2.com/documentation-images.html */
function itermOf(png: Buffer): string {
  return `\u001b]1337;File=inline=1;size=${png.length}:${png.toString('base64')}\u0007`
}

const greys = 16

/** Sixel graphics in 16 greys, which is plenty for paper: bands of six rows, each grey in turn. */
function sixelOf(data: Uint8Array, width: number, height: number): string {
  const palette = Array.from({ length: greys }, (_, i) => {
    const percent = Math.round((i * 100) / (greys - 1))
    return `#${i};2;${percent};${percent};${percent}`
  })
  const bands: string[] = []
  for (let top = 0; top < height; top += 6) {
    const rows = Math.min(6, height - top)
    const layers = Array.from({ length: greys }, () => new Uint8Array(width))
    for (let row = 0; row < rows; row++) {
      for (let x = 0; x < width; x++) {
        const layer = layers[(data[(top + row) * width + x] ?? 0) >> 4]
        if (layer) layer[x] = (layer[x] ?? 0) | (1 << row)
      }
    }
    const drawn = layers.flatMap((layer, i) => (layer.some(Boolean) ? [`#${i}${runLengths(layer)}`] : []))
    bands.push(drawn.join('$'))
  }
  return `\u001bPq"1;1;${width};${height}${palette.join('')}${bands.join('-')}\u001b\\`
}

function runLengths(layer: Uint8Array): string {
  const text = String.fromCharCode(...layer.map((bits) => bits + 63))
  return text.replaceAll(/(.)\1{3,}/g, (run, character) => `!${run.length}${character}`)
}
