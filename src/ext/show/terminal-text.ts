/**
 * Matches what a terminal would obey instead of showing: control characters, and those that change
 * the direction of a text. A line break is one of them.
 */
const OBEYED = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu
/** Matches a character that takes two columns: ideographs, syllables of Hangul, pictures. */
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]|\p{Emoji_Presentation}|[\u{20000}-\u{3FFFD}]/u

const graphemes = new Intl.Segmenter('en')

/** Escapes what a terminal would obey, also line breaks, so that a text of a stream stays a text. */
export function onOneLine(text: string): string {
  return text.replace(OBEYED, escapeOf)
}

/** Escapes what a terminal would obey, and keeps line breaks. */
export function onLines(text: string): string {
  return text
    .split(/\r\n|\n/)
    .map(onOneLine)
    .join('\n')
}

/** Cuts a text on one line to a number of columns of a terminal, with … in the place of the rest. */
export function cutToColumns(text: string, columns: number): string {
  // Even where every character is wide.
  if (text.length * 2 <= columns) return text

  let used = 0
  let kept = ''
  let room = ''
  for (const { segment } of graphemes.segment(text)) {
    used += WIDE.test(segment) ? 2 : 1
    if (used > columns) return `${room}…`
    kept += segment
    if (used < columns) room = kept
  }
  return text
}

function escapeOf(character: string): string {
  const short = JSON.stringify(character).slice(1, -1)
  if (short !== character) return short
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
}
