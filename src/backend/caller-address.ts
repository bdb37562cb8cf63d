import { isIPv6 } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/**
 * The address that attempts are counted by. Behind a proxy of one's own it is the one that the proxy saw, the
 * last of `X-Forwarded-For`; those before it are anybody's claim. Of IPv6 it is the network: a household has
 * 2^64 addresses.
 */
export function callerAddress(c: Context, trustProxy: boolean): string {
  const forwarded = trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  const address = forwarded || getConnInfo(c).remote.address || 'unknown'
  return isIPv6(address) && !address.startsWith('::ffff:') ? networkOf(address) : address
}

function networkOf(address: string): string {
  const [head = '', tail = ''] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => '0')
  return `${[...groups, ...(address.includes('::') ? zeros : []), ...after].slice(0, 4).join(':')}::/64`
}
