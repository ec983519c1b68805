import type { Got } from './client.js'
import { wordOf } from './word-of.js'

/** The bytes of a stream in words, by nobody's parser: records are what is between blank lines. */
export class Transcript {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  #text = ''
  #reads = 0

  /** Adds the bytes of a read, and gives the words so far. */
  add(bytes: Uint8Array): Got {
    this.#reads++
    this.#text += this.#decoder.decode(bytes, { stream: true })
    return { words: wordsOf(this.#text), reads: this.#reads }
  }
}

function wordsOf(text: string): readonly string[] {
  const marks = [
    ...(text.startsWith('\uFEFF') ? ['BOM'] : []),
    ...(text.includes('\r') ? ['CRLF'] : []),
  ]
  const lines = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  const records = lines.split('\n\n')
  const rest = records.pop()

  return [...marks, ...records.map(wordOfRecord), ...(rest ? ['…'] : [])]
}

/** A comment by its text, `[DONE]` as it is, and `{…` where the JSON is broken. */
function wordOfRecord(record: string): string {
  const [, data] = /(?:^|\n)data: (.*)$/.exec(record) ?? []
  if (data === undefined) return record.replace(/^: /, ':')
  if (data === '[DONE]') return data
  try {
    return wordOf(JSON.parse(data))
  } catch {
    return '{…'
  }
}
