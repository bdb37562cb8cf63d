import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'

export interface PackFile {
  /** With `/` between its parts, below the pack's own folder. */
  path: string
  /** Called when its turn has come, so that one file at a time is in memory. */
  read: () => Promise<Uint8Array>
  modified: Date
  /** Pictures and PDFs do not get smaller by being compressed again. */
  compress: boolean
}

/** Writes the files below `folder` into a ZIP archive, whole or not at all. */
export async function writeZip(output: string, folder: string, files: readonly PackFile[]): Promise<void> {
  const temporary = `${output}.${process.pid}.tmp`
  const zip = new ZipFile()
  for (const { path, read, modified, compress } of files) {
    zip.addReadStreamLazy(`${folder}/${path}`, { mtime: modified, compress }, (give) => {
      read().then(
        (bytes) => give(null, Readable.from([Buffer.from(bytes)])),
        (error) => give(error, new Readable()),
      )
    })
  }
  zip.end()
  const target = createWriteStream(temporary)
  try {
    // yazl tells of a file that could not be read on the archive, not on its stream.
    await Promise.race([
      finished(zip.outputStream.pipe(target)),
      new Promise((_, reject) => zip.on('error', reject)),
    ])
    await rename(temporary, output)
  } catch (error) {
    target.destroy()
    await rm(temporary, { force: true })
    throw error
  }
}

/** Writes the files into a directory that does not exist yet; after a failure it does not exist again. */
export async function writeDirectory(output: string, files: readonly PackFile[]): Promise<void> {
  await mkdir(output)
  try {
    for (const { path, read } of files) {
      const target = join(output, path)
      await mkdir(dirname(target), { recursive: true })
      await writeFile(target, await read(), { flag: 'wx' })
    }
  } catch (error) {
    await rm(output, { recursive: true })
    throw error
  }
}
