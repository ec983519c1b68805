import type { Finding } from '../../routes/lint/finding.js'
import { print } from '../../routes/protocol/print.js'
import type { StreamedToolCall } from '../../routes/protocol/readers.js'
import { givenTo } from './assemble-answer.js'
import { allFindings, type ShownCall, type ShownRecord, type ShownStream } from './shown-stream.js'
import { cutToColumns, onLines, onOneLine } from './terminal-text.js'

/** The look of lines. */
export interface LineStyle {
  /** The number of columns of the terminal. */
  readonly columns: number
  /** True for a terminal that shows colours. */
  readonly hasColours: boolean
}

/** The SGR codes of colours. */
const COLOURS = { dim: '2', bold: '1', red: '31', yellow: '33', green: '32', cyan: '36' }
type Colour = keyof typeof COLOURS

/** The columns below which the size of a record is omitted. */
const NARROW = 60

/** Gives a stream as lines for a terminal: one for each record, and the answer at the end. */
export function* streamLines(stream: ShownStream, style: LineStyle): Generator<string> {
  const { records, findings } = stream
  yield paint(style, 'bold', cutToColumns(onOneLine(stream.name), style.columns))
  yield paint(style, 'dim', cutToColumns(summaryOf(stream), style.columns))
  yield ''
  const widths = widthsOf(records)
  for (const [at, record] of records.entries()) {
    yield recordLine(record, at, widths, style)
    for (const finding of record.findings) yield findingLine(finding, style)
  }
  for (const finding of findings) yield findingLine(finding, style)
  yield ''
  yield* answerLines(stream, style)
}

/** Sums up a stream: `chat.completions.create · 12 events · 1.2 kB · 0.4 s · 1 error`. */
export function summaryOf(stream: ShownStream): string {
  const { endpoint, records, size } = stream
  const events = records.filter(({ index }) => index !== undefined).length
  const time = lengthOf(stream)
  const severities = allFindings(stream).map(({ severity }) => severity)
  const parts = [
    endpoint,
    ...(isPlain(stream) ? [] : [counted(events, 'event'), sizeOf(size)]),
    time === undefined ? '' : `${Math.round(time)} ms`,
    outcomeOf(stream),
    ...(['error', 'warning'] as const).map((severity) => {
      const count = severities.filter((each) => each === severity).length
      return count > 0 ? counted(count, severity) : ''
    }),
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

/** Recognizes a plain answer, or a request without an answer. */
export function isPlain({ call }: ShownStream): boolean {
  return call?.reply !== undefined || call?.outcome === 'replied' || call?.outcome === 'unanswered'
}

/** Words the end of a call: `aborted`, `replied with HTTP 429`. Empty for a recording. */
export function outcomeOf({ call }: ShownStream): string {
  const { outcome = '', reply }: Partial<ShownCall> = call ?? {}
  return reply ? `${outcome} with HTTP ${reply.status}` : outcome
}

/** Gives the milliseconds from the request to the end; undefined where no time is known. */
export function lengthOf({ records, call }: ShownStream): number | undefined {
  const last = records.findLast(({ time }) => time !== undefined)?.time
  const { endedAfter } = call ?? {}
  return last === undefined || endedAfter === undefined
    ? (last ?? endedAfter)
    : Math.max(last, endedAfter)
}

/** Words a number of things. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function sizeOf(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`
}

/** The widths of the columns of all records. */
interface Widths {
  readonly number: number
  readonly time: number
  readonly size: number
}

function widthsOf(records: readonly ShownRecord[]): Widths {
  return {
    number: String(records.length).length,
    time: longest(records.map(timeOf)),
    size: longest(records.map(({ size }) => sizeOf(size))),
  }
}

function longest(texts: readonly string[]): number {
  return texts.reduce((length, text) => Math.max(length, text.length), 0)
}

function timeOf({ time }: ShownRecord): string {
  return time === undefined ? '' : `${Math.round(time)} ms`
}

function recordLine(record: ShownRecord, at: number, widths: Widths, style: LineStyle): string {
  const { type, line, size, kind } = record
  const columns = [
    String(record.index ?? '').padStart(widths.number),
    ...(widths.time > 0 ? [timeOf(record).padStart(widths.time)] : []),
    ...(style.columns < NARROW ? [] : [sizeOf(size).padStart(widths.size)]),
  ]
  const head = `${columns.join('  ')}  `
  // The line of many endpoints begins with the type.
  const rest = line.startsWith(type) ? line.slice(type.length) : ` ${line}`
  const shown = cutToColumns(onOneLine(type + rest), Math.max(10, style.columns - head.length))
  const end = Math.min(shown.length, onOneLine(type).length)
  return (
    paint(style, 'dim', head) +
    paint(style, colourOf(kind), shown.slice(0, end)) +
    (kind === 'comment' ? paint(style, 'dim', shown.slice(end)) : shown.slice(end))
  )
}

function colourOf(kind: ShownRecord['kind']): Colour {
  if (kind === 'event') return 'cyan'
  if (kind === 'terminator') return 'green'
  return kind === 'comment' || kind === 'no data' ? 'dim' : 'red'
}

function findingLine({ severity, rule, message, ...values }: Finding, style: LineStyle): string {
  const colour = severity === 'error' ? 'red' : 'yellow'
  const text = `${message}${comparison(values)}`
  return `  ${paint(style, colour, `▲ ${severity} ${rule}`)} ${onOneLine(text)}`
}

/** Words what a finding compares: ` (expected 1, received 2)`. */
export function comparison({ expected, received }: Pick<Finding, 'expected' | 'received'>): string {
  const parts = [
    ...(expected === undefined ? [] : [`expected ${print(expected)}`]),
    ...(received === undefined ? [] : [`received ${print(received)}`]),
  ]
  return parts.length > 0 ? ` (${parts.join(', ')})` : ''
}

function* answerLines(
  { answer: { text, toolCalls, usage, problem } }: ShownStream,
  style: LineStyle,
): Generator<string> {
  const heading = (name: string) => paint(style, 'bold', name)
  if (text !== '') yield `${heading('Text')}\n${onLines(text)}`
  for (const call of toolCalls) yield `${heading('Tool call')} ${toolCallText(call)}`
  if (usage !== undefined) yield `${heading('Usage')} ${onOneLine(JSON.stringify(usage))}`
  if (problem !== undefined) yield `${heading('No whole answer')} ${onOneLine(problem)}`
}

function toolCallText(call: StreamedToolCall): string {
  const id = call.id === undefined ? '' : ` [${call.id}]`
  return onOneLine(`${call.name ?? 'without a name'}(${givenTo(call)})${id}`)
}

function paint({ hasColours }: LineStyle, colour: Colour, text: string): string {
  return hasColours && text !== '' ? `\u001B[${COLOURS[colour]}m${text}\u001B[0m` : text
}
