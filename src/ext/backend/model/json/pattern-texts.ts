/** The characters from which a text is made, in the order of preference. */
const KINDS = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789'].map(
  (kind) => [...kind],
)
const OTHERS = [...'-_.,:;!?/@#$%&*+=~^\'"`()[]{}<>|\\ \t\néàüßñ']
/** The number of texts to try for one pattern. */
const MOST_TEXTS = 400
/** The most repetitions in one text. */
const MOST_REPETITIONS = 100_000
/** The end of the characters that are tried for a class that has none of those above. */
const LAST_CODE = 0xffff

/** Matches one atom of a pattern: an escape, a class, the begin of a group, or a character. */
const ATOM =
  /\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[\da-f]{4}|\\x[\da-f]{2}|\\c[a-z]|\\k<[^>]*>|\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?|[^]/iuy
const QUANTIFIER = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y

/** A text in the making. */
interface Draft {
  readonly random: () => number
  /** The most repetitions beyond the least number. */
  readonly more: number
  /** The number of repetitions that the text may still have. */
  readonly room: { left: number }
  /** True where the text has as many repetitions, and letters alone as far as possible. */
  readonly isPlain: boolean
  /** The texts of the groups, by number and by name. */
  readonly groups: Map<string, string>
}

/** Writes the text of one part of a pattern. */
type Write = (draft: Draft) => string

/** Reads a pattern from left to right. */
interface Reader {
  readonly pattern: RegExp
  at: number
  groups: number
}

/** Compiles the pattern of a schema; undefined for one that JavaScript does not know. */
export function compilePattern(pattern: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags)
    } catch {
      // The pattern is no valid one with these flags. The caller says so if there is no other way.
    }
  }
  return undefined
}

/**
 * Makes texts for a pattern. Not every text matches: assertions such as `(?=…)` are left out. The
 * caller checks each text.
 */
export function* patternTexts(source: string, random: () => number): Generator<string> {
  const pattern = compilePattern(source)
  if (!pattern) return

  const write = readAlternatives({ pattern, at: 0, groups: 0 })
  for (let index = 0; index < MOST_TEXTS; index++) {
    const room = { left: MOST_REPETITIONS }
    yield write({ random, more: index >> 1, room, isPlain: index % 2 === 0, groups: new Map() })
  }
}

function readAlternatives(reader: Reader): Write {
  const options = [readSequence(reader)]
  while (reader.pattern.source[reader.at] === '|') {
    reader.at++
    options.push(readSequence(reader))
  }
  return (draft) => pick(options, draft.random)?.(draft) ?? ''
}

function readSequence(reader: Reader): Write {
  const parts: Write[] = []
  while (!['|', ')', undefined].includes(reader.pattern.source[reader.at])) {
    parts.push(readRepeated(reader))
  }
  return (draft) => parts.map((write) => write(draft)).join('')
}

/** Reads an atom with its quantifier. */
function readRepeated(reader: Reader): Write {
  const write = readAtom(reader)
  const [all = '', sign, least = '1', comma, most] = take(QUANTIFIER, reader)
  if (!all) return write

  const min = sign ? Number(sign === '+') : Number(least)
  const max = sign ? (sign === '?' ? 1 : Infinity) : comma ? Number(most || Infinity) : min
  return (draft) => {
    const range = Math.min(max - min, draft.more)
    const count = min + (draft.isPlain ? range : Math.floor(draft.random() * (range + 1)))
    // A repetition inside a repetition would multiply the length.
    const inner = { ...draft, more: Math.floor(draft.more / Math.max(1, count)) }
    let text = ''
    for (let done = 0; done < count && draft.room.left-- > 0; done++) text += write(inner)
    return text
  }
}

function readAtom(reader: Reader): Write {
  const [atom = ''] = take(ATOM, reader)
  if (atom.startsWith('(')) return readGroup(atom, reader)
  if (/^(?:[$^]|\\b)$/i.test(atom)) return () => ''

  const group = /^\\(?:([1-9])|k<(.*)>)$/.exec(atom)
  if (group) return ({ groups }) => groups.get(group[1] ?? group[2] ?? '') ?? ''
  return writerOfCharacter(charactersOf(atom, reader.pattern.flags))
}

function readGroup(begin: string, reader: Reader): Write {
  const isAssertion = /[=!]$/.test(begin)
  const name = /^\(\?<([^=!].*)>$/.exec(begin)?.[1]
  const number = begin === '(' || name !== undefined ? String(++reader.groups) : undefined
  const write = readAlternatives(reader)
  reader.at++ // The closing parenthesis.

  if (isAssertion) return () => ''
  return (draft) => {
    const text = write(draft)
    for (const key of [number, name]) if (key !== undefined) draft.groups.set(key, text)
    return text
  }
}

/** Lists the characters that an atom matches, by kind. */
function charactersOf(atom: string, flags: string): string[][] {
  const matcher = new RegExp(`^${atom}$`, flags)
  const kinds = [...KINDS, OTHERS].map((kind) => kind.filter((one) => matcher.test(one)))
  const known = kinds.filter((kind) => kind.length > 0)
  return known.length > 0 ? known : [rareCharacters(matcher)]
}

function rareCharacters(matcher: RegExp): string[] {
  const found: string[] = []
  for (let code = 0; code <= LAST_CODE && found.length < 10; code++) {
    const character = String.fromCharCode(code)
    if (matcher.test(character)) found.push(character)
  }
  return found
}

function writerOfCharacter(kinds: readonly string[][]): Write {
  const all = kinds.flat()
  return ({ random, isPlain }) => pick(isPlain ? (kinds[0] ?? []) : all, random) ?? ''
}

function pick<Item>(items: readonly Item[], random: () => number): Item | undefined {
  return items[Math.floor(random() * items.length)]
}

/** Takes what a sticky expression matches at the place of the reader. */
function take(expression: RegExp, reader: Reader): readonly string[] {
  expression.lastIndex = reader.at
  const match = expression.exec(reader.pattern.source) ?? ['']
  reader.at += match[0].length
  return match
}
