import type { SseRecord } from '../../streaming/index.js'

const ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/** Frames events with the JSON of Go, which escapes the characters that HTML and JavaScript know. */
export function escapedForHTML<Event>(
  frame: (event: Event) => SseRecord,
): (event: Event) => SseRecord {
  return (event) => {
    const record = frame(event)
    return {
      ...record,
      data: record.data.replace(/[<>&\u2028\u2029]/g, (character) => ESCAPES[character] ?? ''),
    }
  }
}
