/** A format of texts. */
interface Format {
  readonly pattern: RegExp
  /** Writes a text of the format. Another number from 1 to 28 gives another text. */
  readonly write: (number: number) => string
}

const DATE = String.raw`\d{4}-\d\d-\d\d`
const TIME = String.raw`\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)`
const URL: Format = {
  pattern: /^[a-z][a-z\d+.-]*:\S+$/i,
  write: (number) => `https://example.com/${number}`,
}

/** The formats that OpenAI knows in structured outputs, and those of addresses in the web. */
export const FORMATS: ReadonlyMap<unknown, Format> = new Map<unknown, Format>([
  [
    'date-time',
    {
      pattern: new RegExp(`^${DATE}T${TIME}$`, 'i'),
      write: (number) => `2030-01-${twoDigits(number)}T12:00:00Z`,
    },
  ],
  ['date', { pattern: new RegExp(`^${DATE}$`), write: (number) => `2030-01-${twoDigits(number)}` }],
  [
    'time',
    { pattern: new RegExp(`^${TIME}$`, 'i'), write: (number) => `12:${twoDigits(number)}:00Z` },
  ],
  ['duration', { pattern: /^P[\dYMWDTHS]*\d[YMWDHS]$/, write: (number) => `P${number}D` }],
  ['email', { pattern: /^[^\s@]+@[^\s@]+$/, write: (number) => `person${number}@example.com` }],
  ['hostname', { pattern: /^[a-z\d.-]+$/i, write: (number) => `host${number}.example.com` }],
  ['ipv4', { pattern: /^\d{1,3}(\.\d{1,3}){3}$/, write: (number) => `192.0.2.${number}` }],
  ['ipv6', { pattern: /^[\da-f.]*:[\da-f:.]*$/i, write: (number) => `2001:db8::${number}` }],
  [
    'uuid',
    {
      pattern: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
      write: (number) => `00000000-0000-4000-8000-0000000000${twoDigits(number)}`,
    },
  ],
  ['uri', URL],
  ['url', URL],
])

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
