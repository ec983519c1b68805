/**
 * The way to cut a text into the deltas of a stream.
 *
 * - `'word'`: before every word. A word keeps the whitespace in front.
 * - `'grapheme'`: after every grapheme, a character as a reader sees it.
 * - a number: after so many graphemes.
 * - a regular expression: each match is a piece, and so is each text between two matches.
 * - a function of the text, or an array: gives the pieces themselves.
 */
export type By = SimpleBy | ((text: string) => Iterable<string>) | readonly string[]

/** A way to cut any text: `'word'`, `'grapheme'`, a number of graphemes, or a regular expression. */
export type SimpleBy = 'word' | 'grapheme' | number | RegExp

/** Matches a word with the whitespace in front; the last word also has the whitespace behind. */
const WORD = /\s*\S+(?:\s+$)?|\s+$/g

/**
 * Cuts a text into pieces. Joined, the pieces are the text, and no grapheme is cut in half.
 *
 * @throws {RangeError} When a number of graphemes is not a positive integer.
 * @throws {TypeError} When given pieces do not join to the text, or cut a grapheme in half.
 */
export function cutText(text: string, by: By = 'word'): string[] {
  if (typeof text !== 'string') {
    throw new TypeError(`Failed to cut a text: expected a string, received ${typeof text}.`)
  }
  if (by === 'word')
    return isSimple(text) ? (text.match(WORD) ?? []) : cutAt(text, edgesOf(text, WORD))
  if (by === 'grapheme') return cutText(text, 1)
  if (typeof by === 'number') return cutAt(text, everyNth(text, by))
  if (by instanceof RegExp) return cutAt(text, edgesOf(text, by))

  return check(text, [...(typeof by === 'function' ? by(text) : by)])
}

/** Cuts a text at ascending edges. An edge inside a grapheme moves to the end of the grapheme. */
function cutAt(text: string, edges: Iterable<number>): string[] {
  const ends = graphemeEnds(text)
  const pieces: string[] = []
  let start = 0
  let next = 0

  for (const edge of [...edges, text.length]) {
    while ((ends[next] ?? text.length) < edge) next++
    const end = edge === 0 ? 0 : (ends[next] ?? text.length)
    if (end > start) pieces.push(text.slice(start, end))
    start = Math.max(start, end)
  }
  return pieces
}

/** Lists the offsets at which the matches of a pattern begin and end. */
function edgesOf(text: string, pattern: RegExp): number[] {
  const global = new RegExp(pattern, pattern.flags.replace(/[gy]/g, '') + 'g')
  return [...text.matchAll(global)].flatMap(({ index, 0: match }) => [index, index + match.length])
}

function everyNth(text: string, count: number): number[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(
      `Failed to cut a text by ${count}: expected a number of graphemes, one or more.`,
    )
  }
  return graphemeEnds(text).filter((_, index) => (index + 1) % count === 0)
}

/** Checks that pieces join to the text, and cut no grapheme. */
function check(text: string, pieces: string[]): string[] {
  if (pieces.join('') !== text) {
    throw new TypeError(
      `Failed to cut a text: the pieces join to ${JSON.stringify(pieces.join(''))}, not to ${JSON.stringify(text)}.`,
    )
  }
  const ends = new Set([0, ...graphemeEnds(text)])
  let end = 0
  for (const piece of pieces) {
    end += piece.length
    if (ends.has(end)) continue
    throw new TypeError(`Failed to cut a text: ${JSON.stringify(piece)} ends inside a grapheme.`)
  }
  return pieces
}

/**
 * Recognizes a text in which every character is a grapheme: printable ASCII, without CR, since CR
 * and LF are one grapheme.
 */
function isSimple(text: string): boolean {
  return /^[\t\n\x20-\x7e]*$/.test(text)
}

function graphemeEnds(text: string): number[] {
  if (isSimple(text)) return Array.from(text, (_, index) => index + 1)

  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
  return [...segmenter.segment(text)].map(({ index, segment }) => index + segment.length)
}
