import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { ExpensaError } from '../core/errors.ts'
import { type ReceiptLabel, receiptLabelSchema } from './label.ts'

export interface LabelledReceipt {
  label: ReceiptLabel
  /** The document; null when there is a label without one. */
  path: string | null
}

export interface LabelledSet {
  name: string
  receipts: LabelledReceipt[]
}

/**
 * The labelled sets in a folder: the folder itself when it has `labels/` and `images/`, else each folder in it
 * that has. A label is `labels/ID.json`, its document the label's `image` or `images/ID.*`.
 */
export async function findLabelledSets(folder: string): Promise<LabelledSet[]> {
  const found = await stat(folder).catch(() => null)
  if (!found?.isDirectory()) throw notLabelled(folder)
  const single = await readSet(folder)
  if (single) return [single]
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  const sets = await Promise.all(names.map((entry) => readSet(join(folder, entry.name))))
  const labelled = sets.filter((set) => set !== null).sort((a, b) => (a.name < b.name ? -1 : 1))
  if (labelled.length === 0) throw notLabelled(folder)
  return labelled
}

function notLabelled(folder: string): ExpensaError {
  return new ExpensaError('usage', `No labelled receipts in ${folder}`, {
    hint: 'A labelled folder holds images/ID.jpg (or .png, .pdf …) and labels/ID.json; see: expensa eval --help',
  })
}

async function readSet(folder: string): Promise<LabelledSet | null> {
  const labels = await readdir(join(folder, 'labels')).catch(() => null)
  if (!labels) return null
  const images = await readdir(join(folder, 'images')).catch(() => [])
  const byId = new Map(images.map((name) => [name.replace(/\.[^.]+$/, ''), join(folder, 'images', name)]))
  const receipts = await Promise.all(
    labels
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map(async (name) => {
        const label = await readLabel(join(folder, 'labels', name))
        const named = label.image ? join(folder, label.image) : null
        const exists = named !== null && (await stat(named).catch(() => null))?.isFile()
        return { label, path: exists ? named : (byId.get(label.id) ?? null) }
      }),
  )
  return receipts.length === 0 ? null : { name: basename(resolve(folder)), receipts }
}

async function readLabel(path: string): Promise<ReceiptLabel> {
  const text = await readFile(path, 'utf8')
  try {
    const fallback = { id: basename(path, '.json') }
    return receiptLabelSchema.parse({ ...fallback, ...JSON.parse(text) })
  } catch (error) {
    throw new ExpensaError('usage', `Not a label: ${path}`, {
      hint: 'A label is a JSON object with merchant, date (YYYY-MM-DD), total (as a string) and currency.',
      cause: error,
    })
  }
}
