import cyrillic from './head-cyrillic.json' with { type: 'json' }
import greek from './head-greek.json' with { type: 'json' }
import latin from './head-latin.json' with { type: 'json' }
import { changeNetwork, type Operation, type Weights } from './onnx-file.ts'

/**
 * Last layers for scripts the network was not made for. What it sees of a line, before it thinks of characters
 * (480 features, in three rows and a column for every four of the picture), tells the letters of other alphabets as
 * well: two small convolutions and a layer of characters are put on it. scripts/train-scripts.py finds their weights.
 */
export interface Head {
  /** The characters of its classes but the first, which is the CTC blank. */
  letters: string
  layers: Layer[]
}

interface Layer {
  /** Outputs, inputs, height, width. */
  shape: number[]
  /** Bytes (−127…127) in base64; each output's are multiplied by its factor. */
  weights: string
  /** 32-bit numbers in base64. */
  factors: string
  biases: string
}

export const heads: Record<'cyrillic' | 'greek' | 'latin', Head> = { cyrillic, greek, latin }

/** What the network sees before its own last layers: batch × 480 × 3 × columns. */
const seen = 'p2o.Add.231'
/** What the network answers by itself: batch × steps × characters. */
export const probabilities = 'softmax_11.tmp_0'
/** One step for every eight columns of the picture, like the network's own. */
const strides = [
  [1, 1],
  [1, 2],
  [1, 1],
]
const pads = [
  [0, 0, 0, 0],
  [0, 1, 0, 1],
  [0, 0, 0, 0],
]

/** The recognition network with the characters of this head after, or instead of, its other outputs. */
export function withHead(network: Uint8Array, { layers }: Head, others: string[] = []): Uint8Array {
  const weights: Weights[] = []
  const operations: Operation[] = []
  let last = seen
  const add = (type: string, operands: string[], attributes?: Operation['attributes']) => {
    const result = `head.${operations.length}`
    operations.push({ type, operands: [last, ...operands], result, ...(attributes ? { attributes } : {}) })
    last = result
  }
  for (const [index, layer] of layers.entries()) {
    const [factors, biases] = [`head.factors.${index}`, `head.biases.${index}`]
    weights.push({ name: factors, dims: layer.shape, values: weightsOf(layer) })
    weights.push({ name: biases, dims: layer.shape.slice(0, 1), values: floatsOf(layer.biases) })
    if (index > 0) add('Relu', [])
    add('Conv', [factors, biases], {
      kernel_shape: layer.shape.slice(2),
      strides: strides[index] ?? [],
      pads: pads[index] ?? [],
    })
  }
  add('Squeeze', [], { axes: [2] })
  add('Transpose', [], { perm: [0, 2, 1] })
  add('Softmax', [], { axis: 2 })
  return changeNetwork(network, weights, operations, [...others, last])
}

function weightsOf({ shape, weights, factors }: Layer): Float32Array {
  const bytes = new Int8Array(bytesOf(weights).buffer)
  const factor = floatsOf(factors)
  const perOutput = shape.slice(1).reduce((product, size) => product * size, 1)
  return Float32Array.from(bytes, (byte, index) => byte * (factor[Math.floor(index / perOutput)] ?? 0))
}

function floatsOf(base64: string): Float32Array {
  return new Float32Array(bytesOf(base64).buffer)
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(base64, 'base64'))
}
