import { type Bend, bendOf, straight } from './bend.ts'

/** A rotated rectangle, perhaps bent: `width` lies along `angle`, which is within ±45° of horizontal. */
export interface TextBox {
  centreX: number
  centreY: number
  width: number
  height: number
  /** Radians; positive falls to the right. */
  angle: number
  /** How lines on curled paper leave the rectangle. */
  bend: Bend
}

/** What the detection network says: for each pixel the probability of lying in the core of a text line. */
export interface ProbabilityMap {
  data: Float32Array
  width: number
  height: number
}

const pixelThreshold = 0.3
const boxThreshold = 0.55
const minimumSide = 3
/** Lines at least so many times longer than high may be bent; then their rectangle is this much higher than they. */
const bendable = 3
const bentExcess = 1.4
/** The network is trained on text regions shrunk by this much; Differentiable Binarization, Liao et al. 2020. */
const unclipRatio = 1.5

/** Finds the text lines in a probability map: connected regions, their smallest rectangles, grown back. */
export function findTextBoxes(map: ProbabilityMap): TextBox[] {
  const boxes: TextBox[] = []
  const seen = new Uint8Array(map.data.length)
  for (let start = 0; start < map.data.length; start++) {
    if (seen[start] || (map.data[start] ?? 0) < pixelThreshold) continue
    const region = collectRegion(map, start, seen)
    if (region.probability < boxThreshold) continue
    const box = followBend(smallestRectangle(convexHull(region.corners)), region.pixels, map.width)
    if (Math.min(box.width, box.height) < minimumSide) continue
    boxes.push(unclip(box))
  }
  return boxes
}

type Point = readonly [x: number, y: number]

/** Fills the region around `start`; gives its pixels and the outer corners of each row's first and last one. */
function collectRegion(map: ProbabilityMap, start: number, seen: Uint8Array) {
  const { data, width, height } = map
  const rows = new Map<number, [left: number, right: number]>()
  const pixels = [start]
  seen[start] = 1
  let sum = 0
  for (let next = 0; next < pixels.length; next++) {
    const pixel = pixels[next] ?? 0
    const x = pixel % width
    const y = (pixel - x) / width
    sum += data[pixel] ?? 0
    const row = rows.get(y)
    if (!row) rows.set(y, [x, x])
    else if (x < row[0]) row[0] = x
    else if (x > row[1]) row[1] = x
    for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
        const neighbour = ny * width + nx
        if (seen[neighbour] || (data[neighbour] ?? 0) < pixelThreshold) continue
        seen[neighbour] = 1
        pixels.push(neighbour)
      }
    }
  }
  const corners: Point[] = []
  for (const [y, [left, right]] of rows) {
    corners.push([left, y], [left, y + 1], [right + 1, y], [right + 1, y + 1])
  }
  return { corners, pixels, probability: sum / pixels.length }
}

/** Andrew's monotone chain. */
function convexHull(points: Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])
  const half = (ordered: Point[]) => {
    const chain: Point[] = []
    for (const point of ordered) {
      while (turnsInward(chain.at(-2), chain.at(-1), point)) chain.pop()
      chain.push(point)
    }
    return chain.slice(0, -1)
  }
  return [...half(sorted), ...half(sorted.toReversed())]
}

function turnsInward(a: Point | undefined, b: Point | undefined, c: Point): boolean {
  return !!a && !!b && (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) <= 0
}

/** The smallest enclosing rectangle has one side along an edge of the hull. */
function smallestRectangle(hull: Point[]): TextBox {
  let best: TextBox = { centreX: 0, centreY: 0, width: 0, height: 0, angle: 0, bend: straight }
  let bestArea = Number.POSITIVE_INFINITY
  hull.forEach((from, index) => {
    const to = hull[(index + 1) % hull.length] ?? from
    const angle = nearHorizontal(Math.atan2(to[1] - from[1], to[0] - from[0]))
    const cos = Math.cos(angle)
    const sin = Math.sin(angle)
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
    for (const [x, y] of hull) {
      const along = x * cos + y * sin
      const across = y * cos - x * sin
      left = Math.min(left, along)
      right = Math.max(right, along)
      top = Math.min(top, across)
      bottom = Math.max(bottom, across)
    }
    const area = (right - left) * (bottom - top)
    if (area >= bestArea) return
    bestArea = area
    const along = (left + right) / 2
    const across = (top + bottom) / 2
    best = {
      centreX: along * cos - across * sin,
      centreY: along * sin + across * cos,
      width: right - left,
      height: bottom - top,
      angle,
      bend: straight,
    }
  })
  return best
}

function nearHorizontal(angle: number): number {
  return angle - Math.round(angle / (Math.PI / 2)) * (Math.PI / 2)
}

/** A rectangle around a bent line holds much that is no text, often its neighbours: follow the line instead. */
function followBend(box: TextBox, pixels: number[], mapWidth: number): TextBox {
  if (box.width < bendable * box.height && box.width < 2 * bendable * minimumSide) return box
  const cos = Math.cos(box.angle)
  const sin = Math.sin(box.angle)
  const found = bendOf(
    pixels.map((pixel) => {
      const x = (pixel % mapWidth) + 0.5 - box.centreX
      const y = Math.floor(pixel / mapWidth) + 0.5 - box.centreY
      return [x * cos + y * sin, y * cos - x * sin]
    }),
    box.width,
  )
  if (!found || box.height < bentExcess * found.thickness) return box
  return {
    ...box,
    centreX: box.centreX - found.offset * sin,
    centreY: box.centreY + found.offset * cos,
    height: found.thickness,
    angle: box.angle + Math.atan(found.slope),
    bend: found.bend,
  }
}

function unclip(box: TextBox): TextBox {
  const margin = (box.width * box.height * unclipRatio) / (2 * (box.width + box.height))
  return { ...box, width: box.width + 2 * margin, height: box.height + 2 * margin }
}
