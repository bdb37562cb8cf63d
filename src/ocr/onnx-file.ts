/**
 * The parts of an ONNX file that are needed to give a network other last layers: a protobuf message is a list of
 * fields, each a number, a wire type and bytes. Numbers of fields: onnx.proto (ModelProto, GraphProto, TensorProto).
 */
interface Field {
  number: number
  wire: number
  /** Of wire type 2 the content; of the others the encoded value. */
  bytes: Uint8Array
}

/** The numbers of the fields used here. */
const model = { graph: 7 }
const graph = { node: 1, initializer: 5, output: 12 }
const node = { input: 1, output: 2, operation: 4, attribute: 5 }
const attribute = { name: 1, integer: 3, integers: 8, type: 20 }
const attributeType = { integer: 2, integers: 7 }
const tensor = { dims: 1, type: 2, name: 8, rawData: 9 }
const floatType = 1

/** A constant of the network: its name, shape and values. */
export interface Weights {
  name: string
  dims: number[]
  values: Float32Array
}

/** One operation of a network: its operands are constants or results of others. */
export interface Operation {
  type: string
  operands: string[]
  result: string
  attributes?: Record<string, number | number[]>
}

/** The file with further constants and operations, and with these of its results as outputs. */
export function changeNetwork(
  file: Uint8Array,
  weights: Weights[],
  operations: Operation[],
  outputs: string[],
): Uint8Array {
  const kept = fieldsOf(contentOf(file, model.graph)).filter(({ number }) => number !== graph.output)
  const changed = joinFields([
    ...kept,
    ...weights.map((constant) => ({ number: graph.initializer, wire: 2, bytes: tensorOf(constant) })),
    ...operations.map((operation) => ({ number: graph.node, wire: 2, bytes: nodeOf(operation) })),
    // Without a type: the runtime works out the shapes.
    ...outputs.map((name) => ({
      number: graph.output,
      wire: 2,
      bytes: joinFields([{ number: 1, wire: 2, bytes: utf8(name) }]),
    })),
  ])
  return joinFields(
    fieldsOf(file).map((field) => (field.number === model.graph ? { ...field, bytes: changed } : field)),
  )
}

function contentOf(message: Uint8Array, number: number): Uint8Array {
  return fieldsOf(message).find((field) => field.number === number)?.bytes ?? new Uint8Array()
}

function tensorOf({ name, dims, values }: Weights): Uint8Array {
  return joinFields([
    ...dims.map((dim) => ({ number: tensor.dims, wire: 0, bytes: varint(dim) })),
    { number: tensor.type, wire: 0, bytes: varint(floatType) },
    { number: tensor.name, wire: 2, bytes: utf8(name) },
    {
      number: tensor.rawData,
      wire: 2,
      bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    },
  ])
}

function nodeOf({ type, operands, result, attributes = {} }: Operation): Uint8Array {
  return joinFields([
    ...operands.map((name) => ({ number: node.input, wire: 2, bytes: utf8(name) })),
    { number: node.output, wire: 2, bytes: utf8(result) },
    { number: node.operation, wire: 2, bytes: utf8(type) },
    ...Object.entries(attributes).map(([name, value]) => ({
      number: node.attribute,
      wire: 2,
      bytes: attributeOf(name, value),
    })),
  ])
}

function attributeOf(name: string, value: number | number[]): Uint8Array {
  const list = Array.isArray(value)
  const number = list ? attribute.integers : attribute.integer
  return joinFields([
    { number: attribute.name, wire: 2, bytes: utf8(name) },
    ...[value].flat().map((integer) => ({ number, wire: 0, bytes: varint(integer) })),
    {
      number: attribute.type,
      wire: 0,
      bytes: varint(list ? attributeType.integers : attributeType.integer),
    },
  ])
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function fieldsOf(message: Uint8Array): Field[] {
  const fields: Field[] = []
  for (let at = 0; at < message.length; ) {
    const [key, afterKey] = readVarint(message, at)
    const wire = key & 7
    let start = afterKey
    let end = afterKey
    if (wire === 0) end = readVarint(message, afterKey)[1]
    else if (wire === 1) end = afterKey + 8
    else if (wire === 5) end = afterKey + 4
    else {
      const [length, afterLength] = readVarint(message, afterKey)
      start = afterLength
      end = afterLength + length
    }
    fields.push({ number: key >> 3, wire, bytes: message.subarray(start, end) })
    at = end
  }
  return fields
}

function joinFields(fields: Field[]): Uint8Array {
  const parts = fields.flatMap(({ number, wire, bytes }) => [
    varint((number << 3) | wire),
    ...(wire === 2 ? [varint(bytes.length)] : []),
    bytes,
  ])
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** Numbers here stay far below 2^53. */
function readVarint(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0
  for (let scale = 1, index = at; ; index++, scale *= 128) {
    const byte = bytes[index] ?? 0
    value += (byte & 127) * scale
    if (byte < 128) return [value, index + 1]
  }
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return Uint8Array.from([...bytes, rest])
}
