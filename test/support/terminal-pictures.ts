import sharp from 'sharp'

/** The pictures in what a terminal was sent, by any of the three protocols, as grey pixels. */
export interface ShownPicture {
  grey: Uint8Array
  width: number
  height: number
}

export async function picturesIn(screen: string): Promise<ShownPicture[]> {
  const kitty = [...screen.matchAll(/\u001b_G([^;]*);([^\u001b]*)\u001b\\/g)]
  const shown: ShownPicture[] = []
  let base64 = ''
  for (const [, control = '', data = ''] of kitty) {
    if (data.length > 4096) throw new Error('A piece may have 4096 bytes.')
    base64 += data
    if (/\bm=1\b/.test(control)) continue
    shown.push(await fromPng(base64))
    base64 = ''
  }
  for (const [, size, data = ''] of screen.matchAll(
    /\u001b\]1337;File=inline=1;size=(\d+):([^\u0007]*)\u0007/g,
  )) {
    if (Buffer.from(data, 'base64').length !== Number(size)) throw new Error('The size is wrong.')
    shown.push(await fromPng(data))
  }
  for (const [, data = ''] of screen.matchAll(/\u001bPq([^\u001b]*)\u001b\\/g)) shown.push(fromSixel(data))
  return shown
}

async function fromPng(base64: string): Promise<ShownPicture> {
  const png = sharp(Buffer.from(base64, 'base64')).greyscale()
  const { data, info } = await png.raw().toBuffer({ resolveWithObject: true })
  return { grey: data, width: info.width, height: info.height }
}

/** As DEC's VT330/340 manual describes it, for pictures in grey. */
function fromSixel(data: string): ShownPicture {
  const [, , , width = 0, height = 0] = /^"(\d+);(\d+);(\d+);(\d+)/.exec(data)?.map(Number) ?? []
  const grey = new Uint8Array(width * height).fill(255)
  const palette: number[] = []
  let [x, top, colour] = [0, 0, 0]
  for (const [token, run, kind] of data.matchAll(/#\d+(?:;\d+)*|!(\d+)([?-~])|[?-~$-]/g)) {
    if (token === '$') x = 0
    else if (token === '-') [x, top] = [0, top + 6]
    else if (token.startsWith('#')) {
      const [index = 0, space, percent] = token.slice(1).split(';').map(Number)
      if (space === undefined) colour = index
      else palette[index] = Math.round(((percent ?? 0) * 255) / 100)
    } else {
      const bits = (kind ?? token).charCodeAt(0) - 63
      for (const end = x + Number(run ?? 1); x < end; x++) {
        for (let row = 0; row < 6; row++) {
          if (bits & (1 << row)) grey[(top + row) * width + x] = palette[colour] ?? 0
        }
      }
    }
  }
  return { grey, width, height }
}
