import type { Finding } from '../../routes/lint/finding.js'
import { RecordReader, type WireRecord } from '../../routes/lint/record-reader.js'
import { itemOfRecord, type RecordItem } from '../../routes/lint/stream-item.js'
import { print, shorten } from '../../routes/protocol/print.js'
import type { AnyEndpoint } from './any-endpoint.js'
import { assembleAnswer } from './assemble-answer.js'
import { piecesOf } from './pieces-of.js'
import type { RecordedStream } from './recorded-stream.js'
import type { RecordKind, ShownRecord, ShownStream } from './shown-stream.js'

/** A record, and what the endpoint recognizes in it. */
interface ReadRecord {
  readonly record: WireRecord
  readonly time: number | undefined
  readonly item: RecordItem | undefined
  /** The event, also one that the schema does not match, where the reader recognizes it. */
  readonly event: { readonly value: unknown } | undefined
}

/** Reads a recorded stream for people: its records, with the part that each of them adds. */
export function readStream(recorded: RecordedStream): ShownStream {
  const { name, endpoint, chunks, skipped = 0, findings, call } = recorded
  const size = chunks.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const read = readRecords(recorded)
  const own = read.flatMap(({ event }) => (event ? [event.value] : []))
  const texts = (endpoint.events?.text(own) ?? []).values()
  const pieces = piecesOf(
    chunks,
    read.map(({ record }) => record.offset),
  )
  const records = placed(read, { size, endpoint, skipped }).map((record, at) => ({
    ...record,
    text: read[at]?.event ? (texts.next().value ?? '') : '',
    pieces: pieces[at],
  }))

  const { found, rest } = share(findings, records)
  return {
    name,
    endpoint: endpoint.name,
    size,
    ...(skipped > 0 && { skipped }),
    records: records.map((record, at) => ({ ...record, findings: found[at] ?? [] })),
    reads: chunks.flatMap(({ bytes, time }) =>
      time === undefined ? [] : [{ time, size: bytes.length }],
    ),
    answer: assembleAnswer(
      endpoint,
      read.map(({ event }) => event),
      records.map(({ text }) => text).join(''),
    ),
    findings: rest,
    call,
  }
}

function readRecords({ endpoint, chunks }: RecordedStream): ReadRecord[] {
  const reader = new RecordReader()
  const read: ReadRecord[] = []
  for (const { bytes, time } of chunks) {
    for (const record of reader.read(bytes)) read.push(recognize(record, endpoint, time))
  }
  const last = reader.end()
  if (last) read.push(recognize(last, endpoint, chunks.at(-1)?.time))
  return read
}

function recognize(record: WireRecord, endpoint: AnyEndpoint, time: number | undefined) {
  const { wire, rules, events } = endpoint
  const { name, data } = record
  const item = data === undefined || !wire ? undefined : itemOfRecord({ wire, rules }, name, data)
  const isOwn = item?.type === 'misfit' && events?.is?.(item.value) === true
  const event = item?.type === 'event' ? { value: item.event } : undefined
  return { record, time, item, event: isOwn ? { value: item.value } : event }
}

/** Makes records with their places in the stream. */
function placed(
  read: readonly ReadRecord[],
  { size, endpoint, skipped }: { size: number; endpoint: AnyEndpoint; skipped: number },
) {
  let count = skipped
  return read.map(({ record, time, item, event }, at): Omit<ShownRecord, 'text'> => {
    const { lines, blank, offset } = record
    const kind = kindOf(record, item)
    const isEvent = !['terminator', 'comment', 'no data'].includes(kind)
    const sent = [...lines, ...(blank ? [blank] : [])].map((line) => line.text + line.break)
    const raw = (record.hasBom ? '\uFEFF' : '') + sent.join('')
    const next = read[at + 1]?.record.offset ?? size
    return {
      kind,
      index: isEvent ? count++ : undefined,
      time,
      offset,
      size: next - offset,
      ...wordsOf(record, kind, event, endpoint),
      raw,
      findings: [],
    }
  })
}

function kindOf({ lines, blank }: WireRecord, item: RecordItem | undefined): RecordKind {
  if (!item) return lines.every(({ field }) => field === '') ? 'comment' : 'no data'
  if (item.type === 'misfit') return 'invalid event'
  if (item.type !== 'unreadable') return item.type
  // Clients drop an unfinished record at the end.
  return blank ? 'no JSON' : 'no data'
}

/** Words a record: by the reader of the endpoint, where it is an event. */
function wordsOf(
  { name, data, lines, blank }: WireRecord,
  kind: RecordKind,
  event: ReadRecord['event'],
  { events }: AnyEndpoint,
): Pick<ShownRecord, 'type' | 'line'> {
  if (event) {
    const type = events?.type?.(event.value) ?? name ?? kind
    return { type, line: events?.line?.(event.value) ?? print(event.value) }
  }
  const text = data ?? lines.map((line) => line.text).join(' ')
  const type = kind === 'no data' && !blank ? 'unfinished' : kind
  return { type: name ?? type, line: shorten(text) }
}

/** Assigns findings to the records at which they are. */
function share(
  findings: readonly Finding[],
  records: ReadonlyArray<Pick<ShownRecord, 'offset' | 'index'>>,
): { readonly found: readonly Finding[][]; readonly rest: readonly Finding[] } {
  // A blank line may come before the first record.
  const atOffset = new Map([[0, 0], ...records.map(({ offset }, at) => [offset, at] as const)])
  const atIndex = new Map(records.map(({ index }, at) => [index, at]))
  const found = records.map((): Finding[] => [])
  const rest: Finding[] = []
  for (const finding of findings) {
    const { byteOffset, index } = finding
    const at =
      (byteOffset === undefined ? undefined : atOffset.get(byteOffset)) ??
      (index === undefined ? undefined : atIndex.get(index))
    const list = (at === undefined ? undefined : found[at]) ?? rest
    list.push(finding)
  }
  return { found, rest }
}
