import { isAsymmetric, isRegExp, type AsymmetricMatcher } from './asymmetric.js'

/** The most characters of a value in a message, and so the most items. */
const LIMIT = 80

/** The most characters of a text in a message. */
const TEXT_LIMIT = LIMIT - 4

/** The limits of texts to try, one after the other, until a value is short enough. */
const TEXT_LIMITS = [TEXT_LIMIT, 24, 8]

/** The numbers of levels to print, tried one after the other until a value is short enough. */
const DEPTHS = [6, 4, 3, 2, 1]

/** Matches characters that cannot be seen, or that look like a space. */
const INVISIBLE = /(?! )[\p{Z}\p{Cc}\p{Cf}\p{DI}]/gu

/** The number of characters to print before the first difference of two texts. */
const LEAD = 20

/** Prints a value for a message. A long value is abbreviated. */
export function print(value: unknown): string {
  let printed = ''
  for (const depth of DEPTHS) {
    for (const textLimit of TEXT_LIMITS) {
      printed = write(value, depth, textLimit)
      if (printed.length <= LIMIT) return printed
    }
  }
  return shorten(printed)
}

/** Puts a text on one line, and cuts a long text. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length <= LIMIT ? line : `${line.slice(0, LIMIT)}…`
}

/** Prints two different values. Long texts are printed from shortly before the first difference. */
export function printBoth(expected: unknown, received: unknown): [string, string] {
  if (typeof expected !== 'string' || typeof received !== 'string') {
    return [print(expected), print(received)]
  }
  const start = Math.max(0, commonLength(expected, received) - LEAD)
  const isShort = Math.max(expected.length, received.length) < LIMIT - 2
  const from = isShort ? 0 : start
  return [quote(expected, from), quote(received, from)]
}

function commonLength(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length++
  return length
}

/** Writes a value down to a depth, with texts up to a limit. */
function write(value: unknown, depth: number, textLimit: number): string {
  if (typeof value === 'string') return quote(value, 0, textLimit)
  if (typeof value === 'function') return value.name || 'a function'
  if (typeof value !== 'object' || value === null || isRegExp(value)) return visible(String(value))
  if (isAsymmetric(value)) return writeAsymmetric(value, depth, textLimit)
  return Array.isArray(value)
    ? writeArray(value, depth, textLimit)
    : writeObject(value, depth, textLimit)
}

function writeArray(items: readonly unknown[], depth: number, textLimit: number): string {
  if (items.length === 0) return '[]'
  if (depth === 0) return '[...]'
  const shown = items.slice(0, LIMIT)
  return `[${shown.map((item) => write(item, depth - 1, textLimit)).join(', ')}]`
}

function writeObject(value: object, depth: number, textLimit: number): string {
  const fields = Object.entries(value).slice(0, LIMIT)
  if (fields.length === 0) return '{}'
  if (depth === 0) return '{...}'
  const written = fields.map(
    ([key, field]) => `${writeKey(key)}: ${write(field, depth - 1, textLimit)}`,
  )
  return `{ ${written.join(', ')} }`
}

function writeKey(key: string): string {
  return /^[\w$]+$/.test(key) ? key : visible(JSON.stringify(key))
}

/** Writes a matcher as its author does, such as `StringContaining("Paris")`. */
function writeAsymmetric(matcher: AsymmetricMatcher, depth: number, textLimit: number): string {
  const own = String(matcher)
  const name = own === '[object Object]' ? 'AsymmetricMatcher' : own
  const sample: unknown = Reflect.get(matcher, 'sample')
  return sample === undefined ? name : `${name}(${write(sample, depth, textLimit)})`
}

/** Quotes a text as JSON does, from an offset on. */
function quote(text: string, from = 0, textLimit = TEXT_LIMIT): string {
  const shown = text.slice(from, from + textLimit)
  const isWhole = from + textLimit >= text.length
  return visible(JSON.stringify(`${from > 0 ? '…' : ''}${shown}${isWhole ? '' : '…'}`))
}

/** Escapes the characters that cannot be seen, as JSON does. */
function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0)?.toString(16) ?? ''
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
  })
}

/** Prints a whole value on one line. */
export function inline(value: unknown): string {
  return isAsymmetric(value) ? print(value) : (JSON.stringify(value, inlineField) ?? String(value))
}

function inlineField(_: string, value: unknown): unknown {
  if (isAsymmetric(value)) return print(value)
  return typeof value === 'bigint' ? `${value}n` : value
}
