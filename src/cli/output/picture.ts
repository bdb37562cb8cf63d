import type { Document } from '../../core/extractor.ts'
import type { Keys } from '../keys.ts'
import { sixelOf } from './sixel.ts'

/** How a terminal takes pictures. */
export type PictureProtocol = 'kitty' | 'iterm2' | 'sixel'

/** In pixels. */
export interface Space {
  width: number
  height: number
}

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

/**
 * Asks the terminal how large it is in pixels (XTWINOPS 14), and what it is (DA1), where attribute 4 is sixel
 * graphics. All terminals answer the latter, so it ends the wait; one that is silent has neither.
 */
export async function askTerminal(
  keys: Keys,
  write: (text: string) => void,
): Promise<{ sixel: boolean; size: Space | null }> {
  write('\u001b[14t\u001b[c')
  let size: Space | null = null
  let sixel = false
  let typedAhead = ''
  for (;;) {
    const answer = await keys.nextWithin(300)
    if (!answer) break
    const [, height, width] = /^\u001b\[4;(\d+);(\d+)t$/.exec(answer) ?? []
    const attributes = /^\u001b\[\?([\d;]+)c$/.exec(answer)?.[1]
    if (height && width) size = { width: Number(width), height: Number(height) }
    else if (attributes === undefined) typedAhead += answer
    else {
      sixel = attributes.split(';').includes('4')
      break
    }
  }
  if (typedAhead !== '') keys.putBack(typedAhead)
  return { sixel, size }
}

/** What a terminal of that size has for a picture, with the fields below it. */
export function pictureSpace(terminal: Space | null): Space {
  if (terminal === null) return { width: 480, height: 640 }
  return { width: Math.min(1600, terminal.width), height: Math.min(1200, Math.round(terminal.height * 0.6)) }
}

/** The first page as the terminal takes it; null for what cannot be decoded. */
export async function renderPicture(
  document: Document,
  protocol: PictureProtocol,
  space: Space,
): Promise<string | null> {
  const { fillSpace } = await import('../../report/receipt-pictures.ts')
  const page = await fillSpace(document, space).catch(() => null)
  if (page === null) return null
  const { default: sharp } = await import('sharp')
  const picture = sharp(page.data, { raw: { width: page.width, height: page.height, channels: 3 } })
  if (protocol === 'sixel') {
    const { data, info } = await picture.greyscale().raw().toBuffer({ resolveWithObject: true })
    return `${sixelOf(data, info.width, info.height)}\n`
  }
  const png = await picture.png().toBuffer()
  return `${protocol === 'kitty' ? kittyOf(png) : itermOf(png)}\n`
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
