import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Database } from '../adapters/postgres-database.ts'
import type { Config } from '../config.ts'
import type { Extractor } from '../core/extractor.ts'
import { packageRoot } from './package-root.ts'

/** How many receipts this machine reads at once unless a setting says otherwise. */
export function readingConcurrency(config: Config): number {
  return config.concurrency ?? availableParallelism()
}

/** The extractor that the settings ask for: Gemini with a key, else OCR on this machine. Loaded when needed. */
export async function createExtractor(config: Config, db: Kysely<Database>): Promise<Extractor> {
  if (!config.geminiApiKey) return createLocalExtractor(config)
  const { connectGemini } = await import('../wiring/gemini.ts')
  return connectGemini(config, db)
}

/**
 * An extractor by name, for reading again: `local`, `gemini` for the model in the settings, or any Gemini
 * model, which then is the only one asked. Its quota is the one that all share.
 */
export async function createChosenExtractor(
  config: Config,
  db: Kysely<Database>,
  name: string,
): Promise<Extractor> {
  if (name === 'local') return createLocalExtractor(config)
  const model = name === 'gemini' ? config.geminiModel : name
  const { connectGemini } = await import('../wiring/gemini.ts')
  return connectGemini({ ...config, geminiModel: model, geminiFallbackModel: model }, db)
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
      import('../wiring/picture-hash.ts'),
    ])
  const reader = createLocalOcrExtractor({
    workerPath: join(packageRoot(), 'dist', 'ocr', 'worker.js'),
    concurrency: readingConcurrency(config),
    readReceipt,
    readerVersion,
  })
  return knowingPictures(reader)
}
