const greys = 16

/** Sixel graphics in 16 greys, which is plenty for paper: bands of six rows, each grey in turn. */
export function sixelOf(grey: Uint8Array, width: number, height: number): string {
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
        const layer = layers[(grey[(top + row) * width + x] ?? 0) >> 4]
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
