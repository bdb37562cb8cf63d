import type { ChalkInstance } from 'chalk'

/** What asks for a look. Plain yellow is invisible on white in many terminals; this one is seen on both. */
export function attention(style: ChalkInstance): ChalkInstance {
  return style.ansi256(136)
}
