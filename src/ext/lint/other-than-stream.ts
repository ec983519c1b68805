import { textAt } from '../../routes/protocol/fields.js'
import { jsonIn } from '../../routes/protocol/json.js'
import { print } from '../../routes/protocol/print.js'

/** A text that is no stream of Server-Sent Events. */
export interface OtherText {
  /** The words for the text, such as `a page of HTML`. */
  readonly found: string
  /** One sentence on the way to a stream. */
  readonly advice: string
}

const ASK = 'Ask with "stream": true, and record the body with curl -N.'

const WITH_HEADERS: OtherText = {
  found: 'the headers of a response before its body',
  advice: 'Record with curl -N, without -i.',
}

/** Bytes at the beginning of a file that is no UTF-8, with the words for the file. */
const MARKS: ReadonlyArray<{ readonly mark: readonly number[] } & OtherText> = [
  {
    mark: [0x1f, 0x8b],
    found: 'compressed bytes (gzip)',
    advice: 'Record with curl --compressed.',
  },
  ...[
    [0xff, 0xfe],
    [0xfe, 0xff],
  ].map((mark) => ({
    mark,
    found: 'a text in UTF-16, as > of PowerShell writes it',
    advice: 'Record with curl --output answer.sse.',
  })),
]

/** The most bytes to look at. */
const HEAD = 65_536

/**
 * Words the content of a text that is no stream: an answer or an error in JSON, a page, or anything
 * else without a line of Server-Sent Events.
 *
 * @param bytes The beginning of the text.
 * @returns undefined for a stream, and for a text without anything but white space.
 */
export function otherThanStream(bytes: Uint8Array): OtherText | undefined {
  const marked = MARKS.find(({ mark }) => mark.every((byte, at) => bytes[at] === byte))
  if (marked) return marked
  const text = new TextDecoder().decode(bytes.subarray(0, HEAD)).trim()
  if (/^HTTP\/\d/.test(text)) return WITH_HEADERS
  if (text === '' || isStream(text)) return undefined
  if (/^<(?:!doctype|html|\?xml|head|body)/i.test(text)) return { found: pageOf(text), advice: ASK }
  const json = parse(new TextDecoder().decode(bytes))
  if (json !== undefined) return { found: jsonOf(json), advice: ASK }
  if (parse(text.split(/\r\n|\n/, 1).join('')) !== undefined) {
    return { found: 'lines of JSON without "data: " before them', advice: ASK }
  }
  if (/[\0\uFFFD]/.test(text.slice(0, 100))) return { found: 'bytes that are no text', advice: ASK }
  return { found: `a text that begins with ${print(text)}`, advice: ASK }
}

/** The beginnings of lines of Server-Sent Events. */
const FIELDS = ['data:', 'event:', 'id:', 'retry:', ':']

/** Recognizes a text with a line of Server-Sent Events: the first one, also half of it, or any line of data. */
function isStream(text: string): boolean {
  const isBegun = FIELDS.some((field) => text.startsWith(field) || field.startsWith(text))
  return isBegun || /^data(?::|$)/m.test(text)
}

function pageOf(text: string): string {
  const [, title] = /<title[^>]*>([^<]*)/i.exec(text) ?? []
  return title?.trim() ? `a page of HTML, ${print(title.trim())}` : 'a page of HTML'
}

function jsonOf(json: object): string {
  const error = textAt(json, 'error', 'message')
  if (error !== '') return `an error in JSON: ${print(error)}`
  const kind = textAt(json, 'object')
  return kind === ''
    ? `JSON: ${print(json)}`
    : `a plain answer in JSON, whose object is ${print(kind)}`
}

/** Parses an object or a list; undefined for anything else. */
function parse(text: string): object | undefined {
  const json = jsonIn(text)
  return typeof json === 'object' && json !== null ? json : undefined
}
