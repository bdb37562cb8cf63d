import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Database } from '../adapters/postgres-database.ts'
import type { Config } from '../config.ts'
import type { Extractor } from '../core/extractor.ts'
import { withSecondReader } from '../core/second-reader.ts'
import { withoutCardNumbers } from '../core/without-card-numbers.ts'
import { packageRoot } from './package-root.ts'

/** How many receipts this machine reads at once unless a setting says otherwise. */
export function readingConcurrency(config: Config): number {
  return config.concurrency ?? availableParallelism()
}

/** The extractor that the settings ask for: Gemini with a key, else OCR on this machine. Loaded when needed. */
export async function createExtractor(config: Config, db: Kysely<Database>): Promise<Extractor> {
  if (!config.geminiApiKey) return createLocalExtractor(config)
  const { connectGemini } = await import('../wiring/gemini.ts')
  const model = connectGemini(config, db)
  return config.geminiCrossCheck ? withSecondReader(model, await createLocalExtractor(config)) : model
}

/** Extractors of one process, each opened when first asked for. */
export interface Extractors {
  /** The one that the settings ask for under null; else `local`, `gemini` or the name of a Gemini model. */
  of(name: string | null): Promise<Extractor>
  close(): Promise<void>
}

/** All of them share one quota. Named ones are asked alone: no other model takes their place. */
export function openExtractors(config: Config, db: Kysely<Database>): Extractors {
  const opened = new Map<string | null, Promise<Extractor>>()

  async function open(name: string | null): Promise<Extractor> {
    if (name === null) return createExtractor(config, db)
    if (name === 'local') return createLocalExtractor(config)
    const { connectGemini, onlyModel } = await import('../wiring/gemini.ts')
    return connectGemini(onlyModel(config, name), db)
  }

  return {
    of(name) {
      const key = name === 'local' && !config.geminiApiKey ? null : name
      const extractor = opened.get(key) ?? open(key)
      opened.set(key, extractor)
      return extractor
    },
    async close() {
      for (const extractor of opened.values()) await (await extractor.catch(() => undefined))?.close()
    },
  }
}

/** An extractor by name, for comparing them: `local`, `gemini` for the model in the settings, or any Gemini model. */
export async function createNamedExtractor(config: Config, name: string): Promise<Extractor> {
  if (name === 'local') return createLocalExtractor(config)
  const { connectGeminiModel } = await import('../wiring/gemini.ts')
  return connectGeminiModel(config, name === 'gemini' ? config.geminiModel : name)
}

export async function createLocalExtractor(config: Config): Promise<Extractor> {
  const [{ createLocalOcrExtractor }, { readReceipt }, { readerVersion }, { knowingPictures }] =
    await Promise.all([
      import('../adapters/local-ocr-extractor.ts'),
      import('../core/reading/read-receipt.ts'),
      import('../core/reading/version.ts'),
      import('../wiring/pictures.ts'),
    ])
  const reader = createLocalOcrExtractor({
    workerPath: join(packageRoot(), 'dist', 'ocr', 'worker.js'),
    env: process.env,
    concurrency: readingConcurrency(config),
    readReceipt,
    readerVersion,
  })
  return withoutCardNumbers(knowingPictures(reader))
}
