import { z } from 'zod'

/** A format of texts. */
interface Format {
  readonly pattern: RegExp
  /** Writes a text of the format. Another number from 1 to 28 gives another text. */
  readonly write: (number: number) => string
}

const { regexes } = z
const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i
const URL: Format = {
  pattern: /^[a-z][a-z\d+.-]*:[\w.~:/?#@!$&'()*+,;=%-]+$/i,
  write: (number) => `https://example.com/${number}`,
}

/** The formats that OpenAI knows in structured outputs, and those of addresses in the web. */
export const FORMATS: ReadonlyMap<unknown, Format> = new Map<unknown, Format>([
  [
    'date-time',
    {
      pattern: regexes.datetime({ offset: true }),
      write: (number) => `2030-01-${twoDigits(number)}T12:00:00Z`,
    },
  ],
  ['date', { pattern: regexes.date, write: (number) => `2030-01-${twoDigits(number)}` }],
  ['time', { pattern: TIME, write: (number) => `12:${twoDigits(number)}:00Z` }],
  ['duration', { pattern: regexes.duration, write: (number) => `P${number}D` }],
  ['email', { pattern: regexes.email, write: (number) => `person${number}@example.com` }],
  ['hostname', { pattern: regexes.hostname, write: (number) => `host${number}.example.com` }],
  ['ipv4', { pattern: regexes.ipv4, write: (number) => `192.0.2.${number}` }],
  ['ipv6', { pattern: regexes.ipv6, write: (number) => `2001:db8::${number}` }],
  [
    'uuid',
    {
      pattern: regexes.guid,
      write: (number) => `00000000-0000-4000-8000-0000000000${twoDigits(number)}`,
    },
  ],
  ['uri', URL],
  ['url', URL],
])

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
