import { isAsymmetric, isRegExp, type AsymmetricMatcher } from './asymmetric.js'

/** The most characters of a value in a message, and the most items: each has a character or more. */
const LIMIT = 80

/** How many characters of a text a message has: all there is room for, or fewer of each. */
const ROOM = LIMIT - 4
const ROOMS = [ROOM, 24, 8]

/** How deep a message looks into a value. */
const DEPTHS = [6, 4, 3, 2, 1]

/** What looks like a space and is none, or like nothing at all. */
const INVISIBLE = /(?! )[\p{Z}\p{Cc}\p{Cf}\p{DI}]/gu

/** How much of a text comes before the place where it differs. */
const LEAD = 20

/** Spell a value for a message: whole where it is short, abbreviated where it is not. */
export function print(value: unknown): string {
  let printed = ''
  for (const depth of DEPTHS) {
    for (const room of ROOMS) {
      printed = spell(value, depth, room)
      if (printed.length <= LIMIT) return printed
    }
  }
  return shorten(printed)
}

/** Bring a text on one line, and cut it where it is long. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length <= LIMIT ? line : `${line.slice(0, LIMIT)}…`
}

/** Spell two values that differ. Of long texts, both show the place where they do. */
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

function spell(value: unknown, depth: number, room: number): string {
  if (typeof value === 'string') return quote(value, 0, room)
  if (typeof value === 'function') return value.name || 'a function'
  if (typeof value !== 'object' || value === null || isRegExp(value)) return visible(String(value))
  if (isAsymmetric(value)) return spellAsymmetric(value, depth, room)
  return Array.isArray(value) ? spellArray(value, depth, room) : spellObject(value, depth, room)
}

function spellArray(items: readonly unknown[], depth: number, room: number): string {
  if (items.length === 0) return '[]'
  if (depth === 0) return '[...]'
  const shown = items.slice(0, LIMIT)
  return `[${shown.map((item) => spell(item, depth - 1, room)).join(', ')}]`
}

function spellObject(value: object, depth: number, room: number): string {
  const fields = Object.entries(value).slice(0, LIMIT)
  if (fields.length === 0) return '{}'
  if (depth === 0) return '{...}'
  const spelled = fields.map(([key, field]) => `${spellKey(key)}: ${spell(field, depth - 1, room)}`)
  return `{ ${spelled.join(', ')} }`
}

function spellKey(key: string): string {
  return /^[\w$]+$/.test(key) ? key : visible(JSON.stringify(key))
}

/** The way its author writes it, such as `StringContaining("Paris")`. */
function spellAsymmetric(matcher: AsymmetricMatcher, depth: number, room: number): string {
  const own = String(matcher)
  const name = own === '[object Object]' ? 'AsymmetricMatcher' : own
  const sample: unknown = Reflect.get(matcher, 'sample')
  return sample === undefined ? name : `${name}(${spell(sample, depth, room)})`
}

function quote(text: string, from = 0, room = ROOM): string {
  const shown = text.slice(from, from + room)
  const isWhole = from + room >= text.length
  return visible(JSON.stringify(`${from > 0 ? '…' : ''}${shown}${isWhole ? '' : '…'}`))
}

/** Spell characters that cannot be seen as JSON would. */
function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0)?.toString(16) ?? ''
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
  })
}

/** The whole value on one line, for one line of a message. */
export function inline(value: unknown): string {
  return isAsymmetric(value) ? print(value) : (JSON.stringify(value, inlineField) ?? String(value))
}

function inlineField(_: string, value: unknown): unknown {
  if (isAsymmetric(value)) return print(value)
  return typeof value === 'bigint' ? `${value}n` : value
}
