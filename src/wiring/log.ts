export type LogLevel = 'info' | 'warn' | 'error'

/** Writes one JSON object on one line. Never give it image bytes or what was read from a receipt. */
export type Log = (level: LogLevel, message: string, fields?: Record<string, unknown>) => void

/** Structured logs on a stream, with everything that could be a credential blotted out. */
export function createLog(write: (line: string) => void, base: Record<string, unknown> = {}): Log {
  return (level, message, fields = {}) => {
    const entry = { time: new Date().toISOString(), level, msg: message, ...base, ...fields }
    write(`${JSON.stringify(entry, redact)}\n`)
  }
}

const secretName = /authorization|cookie|password|passwd|token|secret|api.?key|credential/i
/** Values that are credentials wherever they stand: our tokens, signed URLs, passwords in URLs, Google's keys. */
const secretValues: [RegExp, string][] = [
  [/\bexp_[a-z]_[\w-]+/g, '[redacted]'],
  [/(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s"]+/gi, '$1[redacted]'],
  [/([?&](?:signature|token|key)=)[^&\s"]+/gi, '$1[redacted]'],
  [/(\w+:\/\/[^\s:/@]*:)[^\s@/]+@/g, '$1[redacted]@'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 [redacted]'],
  [/\b(AIza|AQ\.)[\w-]{8,}/g, '[redacted]'],
]

function redact(name: string, value: unknown): unknown {
  if (secretName.test(name) && value !== null && value !== undefined) return '[redacted]'
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack }
  if (typeof value !== 'string') return value
  return secretValues.reduce((text, [pattern, by]) => text.replace(pattern, by), value)
}
