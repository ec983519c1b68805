import type { LineEnding } from '../../streaming/index.js'
import { print, shorten } from '../protocol/print.js'
import { protocolRules, type LintRule, type Problem, type ProtocolRules } from './lint-rule.js'
import type { Line } from './line-reader.js'
import type { RecordLine, WireRecord } from './record-reader.js'

interface SseState {
  /** The line ending of the endpoint. */
  readonly lineEnding: LineEnding
  /** The first line break of the stream. */
  first: string | undefined
}

const SKIPPED = ['id', 'retry']
const KNOWN = ['data', 'event', ...SKIPPED]

/** The rules of Server-Sent Events, for the records of a stream of bytes. */
export const SSE_RULES: ReadonlyArray<LintRule<WireRecord, SseState>> = [
  {
    id: 'sse/utf-8',
    severity: 'error',
    reason:
      'Bytes that are no UTF-8 become U+FFFD in JavaScript and an exception in Python, so that text is lost.',
    event: ({ event: { lines } }) =>
      problemAt(
        lines.find(({ isUtf8 }) => !isUtf8),
        'has bytes that are no UTF-8',
      ),
  },
  {
    id: 'sse/bom',
    severity: 'error',
    reason:
      'A byte order mark hides the first field from openai-python and from openai-node 4, so that the first record is lost.',
    event: ({ event: { hasBom } }) =>
      hasBom ? { message: 'The stream begins with a byte order mark.' } : undefined,
  },
  {
    id: 'sse/unknown-field',
    severity: 'error',
    reason:
      'Clients skip a line with any other field than data, event, id and retry, and lose what the line has, such as the rest of JSON that was split without data.',
    event: ({ event: { lines } }) =>
      lines
        // The half of a line at the end of a cut stream is another rule's.
        .filter(({ field, break: end }) => field !== '' && end !== '' && !KNOWN.includes(field))
        .slice(0, 1)
        .map(({ text, field }) => ({
          message: `The line ${print(text)} has an unknown field.`,
          expected: 'data or event',
          received: field,
        })),
  },
  {
    id: 'sse/name-without-data',
    severity: 'error',
    reason:
      'The official client parses the data of a named record although there is none, and throws a SyntaxError.',
    event: ({ event: { name, data, blank } }) =>
      blank && name !== undefined && data === undefined
        ? { message: `The record ${print(name)} has no data.`, expected: 'a data line' }
        : undefined,
  },
  {
    id: 'sse/unfinished-record',
    severity: 'error',
    reason:
      'A record that no blank line closes is no record: openai-node drops it before version 7.17.',
    event: ({ event: { lines, blank } }) =>
      blank === undefined && lines.some(({ field }) => field !== '')
        ? {
            message: `The stream ends in a record that no blank line closes: ${shorten(lastOf(lines))}`,
            expected: 'a blank line',
          }
        : undefined,
  },
  {
    id: 'sse/line-ending',
    severity: 'warning',
    once: true,
    reason: 'OpenAI ends the lines of a stream in one way for each endpoint.',
    event: ({ event }, { lineEnding, first }) => {
      const received = first === undefined ? firstBreak(event) : undefined
      return received !== undefined && received !== lineEnding
        ? { message: `The lines end with ${nameOf(received)}.`, expected: lineEnding, received }
        : undefined
    },
  },
  {
    id: 'sse/mixed-line-endings',
    severity: 'warning',
    once: true,
    reason:
      'A stream has one line ending: openai-node before 7.5 holds a record back whose blank line ends in another way.',
    event: ({ event }, { first = firstBreak(event) }) => {
      const received = otherBreak(event, first)
      return received === undefined
        ? undefined
        : {
            message: `A line ends with ${nameOf(received)}, and others end with ${nameOf(first)}.`,
            expected: first,
            received,
          }
    },
  },
  {
    id: 'sse/comment',
    severity: 'warning',
    once: true,
    reason: 'OpenAI sends no comments; clients skip them.',
    event: ({ event: { lines } }) => {
      const comment = lines.find(({ field }) => field === '')
      return comment && { message: `The stream has a comment: ${shorten(comment.text)}` }
    },
  },
  {
    id: 'sse/one-data-line',
    severity: 'warning',
    once: true,
    reason: 'OpenAI sends the JSON of a record on one line; clients join several.',
    event: ({ event: { lines } }) => {
      const received = lines.filter(({ field }) => field === 'data').length
      return received > 1
        ? { message: `The record has ${received} data lines.`, expected: 1, received }
        : undefined
    },
  },
  {
    id: 'sse/space',
    severity: 'warning',
    once: true,
    reason:
      'OpenAI sends a space after the colon of a field, and simple clients search for "data: ".',
    event: ({ event: { lines } }) =>
      problemAt(
        lines.find(({ field, value, hasSpace }) => field !== '' && value !== '' && !hasSpace),
        'has no space after the colon',
      ),
  },
  {
    id: 'sse/name-first',
    severity: 'warning',
    once: true,
    reason:
      'OpenAI sends the event line of a record before the data line; clients take both orders.',
    event: ({ event: { lines, name } }) =>
      name !== undefined && lines.find(({ field }) => KNOWN.includes(field))?.field === 'data'
        ? { message: `The name ${print(name)} comes after the data of its record.` }
        : undefined,
  },
  {
    id: 'sse/skipped-field',
    severity: 'warning',
    once: true,
    reason:
      'OpenAI sends neither id nor retry: after an id, openai-python takes a comment for a record without data, and throws.',
    event: ({ event: { lines } }) =>
      problemAt(
        lines.find(({ field }) => SKIPPED.includes(field)),
        'has a field that OpenAI does not send',
      ),
  },
]

/** Makes the rules for an endpoint with a line ending. */
export function sseRules(lineEnding: LineEnding = '\n'): ProtocolRules<WireRecord> {
  const begin = (): SseState => ({ lineEnding, first: undefined })
  return protocolRules(SSE_RULES, begin, (state, record) => {
    state.first ??= firstBreak(record)
  })
}

function problemAt(line: RecordLine | undefined, has: string): Problem | undefined {
  return line && { message: `The line ${print(line.text)} ${has}.`, received: line.text }
}

function lastOf(lines: readonly RecordLine[]): string {
  return lines.at(-1)?.text ?? ''
}

/** Gives the first line break of a record; undefined where the record is half a line. */
function firstBreak({ lines }: WireRecord): string | undefined {
  return lines[0]?.break || undefined
}

/** Finds a line of a record that ends in another way than the first line of the stream. */
function otherBreak({ lines, blank }: WireRecord, first: string | undefined): string | undefined {
  const isOther = (line: Line) => line.break !== '' && line.break !== first
  return (lines.find(isOther) ?? (blank && isOther(blank) ? blank : undefined))?.break
}

const NAMES: Readonly<Record<string, string>> = { '\n': 'LF', '\r\n': 'CRLF', '\r': 'CR' }

function nameOf(lineBreak: string | undefined): string {
  return NAMES[lineBreak ?? ''] ?? ''
}
