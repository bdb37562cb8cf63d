import { createHash, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { ExpensaError } from '../../core/errors.ts'
import type { ReadingJob } from '../../core/reading-queue.ts'
import { parseObjectKey } from '../../core/receipt.ts'
import { readS3Event } from '../../core/s3-event.ts'
import type { App } from '../app.ts'
import { body } from '../parse.ts'

/**
 * Takes the notifications that a bucket sends over HTTP. An event only names what arrived; whoever reads it
 * looks into the bucket and at its own records before believing anything.
 */
export function mountEvents(
  app: App,
  options: { secret: string; bucket: string; onArrived: (jobs: ReadingJob[]) => Promise<void> },
): void {
  app.post('/events/s3', async (c) => {
    const sent = presentedSecret(c.req.header('authorization') ?? '')
    if (!timingSafeEqual(digest(sent), digest(options.secret))) {
      throw new ExpensaError('unauthorized', 'This is not the secret of the events.', {
        hint: 'Give the bucket notification the secret that EXPENSA_EVENTS_SECRET holds, as bearer token or as password.',
      })
    }
    const jobs: ReadingJob[] = []
    for (const { objects, problem } of readS3Event(await body(c.req.raw, z.unknown()))) {
      if (problem) throw problem
      const ours = objects.filter((object) => object.bucket === options.bucket)
      jobs.push(...ours.map(({ key }) => parseObjectKey(key)))
    }
    if (jobs.length > 0) await options.onArrived(jobs)
    return c.json({ taken: jobs.length })
  })
}

/** A bearer token, as MinIO and RustFS send it; or a password, as Ceph does when it stands in the URL it calls. */
function presentedSecret(authorization: string): string {
  const [, scheme = '', value = ''] = /^(Bearer|Basic)\s+(\S+)$/i.exec(authorization) ?? []
  if (scheme.toLowerCase() !== 'basic') return value
  return Buffer.from(value, 'base64')
    .toString()
    .replace(/^[^:]*:/, '')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
