import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { glancePages } from '../../src/ocr/pdf-preview.ts'
import type { Cli } from './cli.ts'

/** A place with records: runs lines there, and says what happened in words that every such place has in common. */
export function openPlace(cli: Cli) {
  const ids = new Map<string, string>()
  const receipts: Record<string, string> = {}

  /** The first id that shows is the first in the other place, too. */
  function nameOf(id: string): string {
    const known = [...ids.keys()].find((each) => each.endsWith(id) || id.endsWith(each))
    const name = known === undefined ? `id-${ids.size + 1}` : (ids.get(known) ?? '')
    if (!ids.has(id)) ids.set(id, name)
    return name
  }

  function settled(text: string): string {
    return (
      text
        .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, nameOf)
        // In a table an id begins a line, also where it happens to have digits only.
        .replaceAll(/^[0-9a-f]{8}(?= {2})/gm, nameOf)
        .replaceAll(/(?<![\w.])[0-9a-f]{8}(?![\w-])/g, (found) => {
          const known = [...ids.keys()].some((id) => id.endsWith(found))
          return known || /[a-f]/.test(found) ? nameOf(found) : found
        })
        .replaceAll(/(s3:\/|\/)\S*\/receipts\/id-\d+\/(id-\d+)/g, '<where originals are>/$2')
        .replaceAll(cli.home, '<home>')
        // A line for each file as it is done, in any order.
        .replaceAll(/^(extracted|needs review|duplicate|failed) +\S+\n/gm, '')
        .replaceAll(/\b20\d\d-\d\d-\d\d(T\d\d:\d\d:\d\d\.\d+Z| \d\d:\d\d\b)/g, '<time>')
        .replaceAll(/"durationMs": ?\d+/g, '"durationMs": 0')
        .replaceAll(/\bin \d+\.\d s\b/g, 'in 0.1 s')
    )
  }

  function wordsOf(line: string): string[] {
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')
    return words.map((word) => (word.startsWith('$') ? (receipts[word.slice(1)] ?? word) : word))
  }

  return {
    settled,
    async run(line: string) {
      const { code, stdout, stderr } = await cli.run(wordsOf(line))
      if (/^upload (receipts|again) .*--json$/.test(line)) {
        const { batchId, files } = JSON.parse(stdout)
        receipts.batch ??= batchId
        for (const { file, receiptId } of files) receipts[nameIn(file)] = receiptId
      }
      return { code, stdout: settled(stdout), stderr: settled(stderr) }
    },
    /** What a command wrote, as text. */
    contents: async (name: string) =>
      Object.fromEntries(
        (await contentsOf(join(cli.home, name), name)).map(([path, text]) => [
          settled(path),
          path.endsWith('SHA256SUMS') ? sorted(settled(text)) : settled(text),
        ]),
      ),
  }
}

/** Files are listed by name, and in names there are ids. */
const sorted = (lines: string) => lines.split('\n').sort().join('\n')

function nameIn(file: string): string {
  return file.replace(/^.*\//, '').replace(/\.\w+$/, '')
}

/** Archives and directories by what is in them, PDFs by their text. */
async function contentsOf(path: string, name: string): Promise<[path: string, text: string][]> {
  if (statSync(path).isDirectory()) {
    const names = readdirSync(path).sort()
    return (await Promise.all(names.map((each) => contentsOf(join(path, each), `${name}/${each}`)))).flat()
  }
  const bytes = readFileSync(path)
  if (/\.(zip|xlsx)$/.test(name)) {
    return Object.entries(unzipSync(bytes)).map(([each, data]) => [`${name}/${each}`, textOf(each, data)])
  }
  if (!name.endsWith('report.pdf')) return [[name, textOf(name, bytes)]]
  const pages: string[] = []
  for await (const page of glancePages(bytes)) pages.push('text' in page ? page.text : 'a picture')
  return [[name, pages.join('\n\n')]]
}

/** Records hold ids and times, so their hashes differ from run to run. */
function textOf(name: string, bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1')
  if (!name.endsWith('SHA256SUMS')) return Buffer.from(bytes).toString()
  return text.replaceAll(/^[0-9a-f]{64}(?= .*\.(json|csv)$)/gm, '<hash>')
}
