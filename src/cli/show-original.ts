import { toExpensaError } from '../core/errors.ts'
import { shortId } from '../core/ids.ts'
import type { Client } from '../http/client.ts'
import type { ReceiptJson } from '../http/contract.ts'
import type { CommandContext } from './context.ts'
import type { Keys } from './keys.ts'
import { openInViewer, writeForViewer } from './open-file.ts'
import { askTerminal, pictureSpace, renderPicture } from './output/picture.ts'
import { plain } from './output/text.ts'

/** How originals are seen beside what the terminal says of them. */
export interface Originals {
  /** Shows one on its own, in the terminal or else in the viewer, as far as either can. */
  show(receipt: ReceiptJson): Promise<void>
  /** Opens one in the viewer. */
  open(receipt: ReceiptJson): Promise<void>
  /** Whether `show` uses the viewer; may be switched off. */
  inViewer: boolean
}

/** Finds out what this terminal can show. */
export async function openOriginals(
  context: CommandContext,
  client: Client,
  keys: Keys,
  { viewer }: { viewer: boolean },
): Promise<Originals> {
  const { stderr, style } = context
  const { sixel, size } = await askTerminal(keys, (text) => stderr.write(text))
  const protocol = context.pictures ?? (sixel ? 'sixel' : null)

  async function open({ id, contentType }: ReceiptJson): Promise<void> {
    const path = await writeForViewer(shortId(id), contentType, await client.downloadOriginal(id))
    await openInViewer(path, context.config.viewer)
  }

  const originals: Originals = {
    inViewer: viewer && protocol === null && context.hasDisplay,
    open,
    async show(receipt) {
      const { id, contentType } = receipt
      if (protocol) {
        const document = { bytes: await client.downloadOriginal(id), contentType }
        const picture = await renderPicture(document, protocol, pictureSpace(size))
        stderr.write(picture ? `\n${picture}` : `\n${style.stderr.dim('No picture can be made of it.')}\n`)
      } else if (originals.inViewer) {
        await open(receipt).catch((thrown) => {
          originals.inViewer = false
          const { message, hint = '' } = toExpensaError(thrown)
          stderr.write(`\n${style.stderr.red(plain(message))}\n${plain(hint)}\n`)
        })
      }
    },
  }
  return originals
}
