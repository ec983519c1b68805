import { runInNewContext } from 'node:vm'
import { createParser } from 'eventsource-parser'
import { decode, encode, type DecodedRecord, type SseRecord } from 'msw-openai/streaming'
import { expect, it } from 'vitest'

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Every record of a stream that arrives in these chunks. */
function decodeAll(...chunks: string[]): Promise<DecodedRecord[]> {
  return Array.fromAsync(decode(chunks.map(bytesOf)))
}

/** A stream in as many chunks as it has bytes. */
function* byteByByte(bytes: Uint8Array): Generator<Uint8Array> {
  for (const byte of bytes) yield Uint8Array.of(byte)
}

/** The records that an independent parser makes of text. */
function witness(text: string): SseRecord[] {
  const records: SseRecord[] = []
  const parser = createParser({
    onEvent: ({ event, data }) => records.push(event === undefined ? { data } : { event, data }),
  })
  parser.feed(text)
  return records
}

const streams: ReadonlyArray<[rule: string, wire: string, records: DecodedRecord[]]> = [
  ['LF ends a line', 'data: a\n\n', [{ data: 'a' }]],
  ['CR ends a line', 'data: a\r\rdata: b\r\r', [{ data: 'a' }, { data: 'b' }]],
  ['CRLF ends a line', 'data: a\r\n\r\ndata: b\r\n\r\n', [{ data: 'a' }, { data: 'b' }]],
  ['line ends may be mixed', 'data: a\n\r\ndata: b\r\n\rdata: c\r\n\n', [...'abc'].map(ofData)],
  ['LF CR is two line ends', 'data: a\n\rdata: b\n\n', [{ data: 'a' }, { data: 'b' }]],
  [
    'U+2028, U+2029, U+0085, VT and FF end no line',
    'data: a\u2028b\u2029c\u0085d\ve\f\n\n',
    [{ data: 'a\u2028b\u2029c\u0085d\ve\f' }],
  ],
  ['one leading BOM is stripped', '\uFEFFdata: a\n\n', [{ data: 'a' }]],
  ['a second BOM is not', '\uFEFF\uFEFFdata: a\n\ndata: b\n\n', [{ data: 'b' }]],
  ['a BOM further on is text', 'data: \uFEFFa\n\n\uFEFFdata: b\n\n', [{ data: '\uFEFFa' }]],
  ['a comment is skipped', ': ping\n\n:\n\n:data: b\n\ndata: a\n\n', [{ data: 'a' }]],
  ['also inside a record', 'data: a\n: ping\ndata: b\n\n', [{ data: 'a\nb' }]],
  ['an unknown field is skipped', 'foo: 1\ndata: a\nretry: 10\n\n', [{ data: 'a' }]],
  ['names of fields have a case', 'Data: a\nDATA: b\ndata: c\n\n', [{ data: 'c' }]],
  ['and no space around them', 'data : a\n data: b\ndata: c\n\n', [{ data: 'c' }]],
  ['a line without a colon is a field', 'data\n\n', [{ data: '' }]],
  ['no space after the colon is fine', 'event:x\ndata:a\n\n', [{ event: 'x', data: 'a' }]],
  ['one space after it is stripped', 'data:  a \n\n', [{ data: ' a ' }]],
  ['a tab is not', 'data:\ta\n\n', [{ data: '\ta' }]],
  ['a value may have colons', 'data: a: b\n\ndata::\n\n', [{ data: 'a: b' }, { data: ':' }]],
  ['data is joined with LF', 'data: a\r\ndata: b\rdata: c\n\n', [{ data: 'a\nb\nc' }]],
  ['also where it is empty', 'data\ndata:\n\n', [{ data: '\n' }]],
  ['empty data is a record', 'data:\n\n', [{ data: '' }]],
  ['the last name counts', 'event: x\ndata: a\nevent: y\n\n', [{ event: 'y', data: 'a' }]],
  ['a name may follow its data', 'data: a\nevent: x\n\n', [{ event: 'x', data: 'a' }]],
  [
    'a name counts once',
    'event: x\ndata: a\n\ndata: b\n\n',
    [{ event: 'x', data: 'a' }, ofData('b')],
  ],
  ['an empty name is none', 'event: x\nevent:\ndata: a\n\n', [{ data: 'a' }]],
  ['a name without data is dropped', 'event: x\n\ndata: a\n\n', [{ data: 'a' }]],
  ['blank lines say nothing', '\n\n\r\r\r\ndata: a\n\n\n\n', [{ data: 'a' }]],
  ['an unfinished record is dropped', 'data: a\n\ndata: b\n', [{ data: 'a' }]],
  ['and so is an unfinished line', 'data: a\n\ndata: b', [{ data: 'a' }]],
  ['an empty stream has none', '', []],
]

function ofData(data: string): DecodedRecord {
  return { data }
}

it.each(streams)('%s', async (_, wire, records) => {
  expect(await decodeAll(wire)).toEqual(records)
  expect(witness(wire)).toEqual(records)
})

it.each(streams)('%s, byte by byte too', async (_, wire, records) => {
  expect(await Array.fromAsync(decode(byteByByte(bytesOf(wire))))).toEqual(records)
})

// No witness: eventsource-parser gives an id to its own record only, as the specification does not.
it.each<[rule: string, wire: string, records: DecodedRecord[]]>([
  ['an id stays', 'id: 1\ndata: a\n\ndata: b\n\n', ['a', 'b'].map((data) => ({ data, id: '1' }))],
  ['an id without data stays', 'id: 1\n\ndata: a\n\n', [{ data: 'a', id: '1' }]],
  ['an id with a NUL is ignored', 'id: 1\nid: 2\0\ndata: a\n\n', [{ data: 'a', id: '1' }]],
  [
    'an empty id forgets it',
    'id: 1\ndata: a\n\nid\ndata: b\n\n',
    [{ data: 'a', id: '1' }, ofData('b')],
  ],
])('%s', async (_, wire, records) => {
  expect(await decodeAll(wire)).toEqual(records)
})

it.each<[name: string, chunks: string[], records: DecodedRecord[]]>([
  ['a CRLF', ['data: a\r', '\ndata: b\r', '\n\r', '\n'], [{ data: 'a\nb' }]],
  ['a CRLF, with nothing in between', ['data: a\r', '', '\ndata: b\n\n'], [{ data: 'a\nb' }]],
  [
    'a CRLF that ends a record',
    ['data: a\r\n\r', '\nevent: x\ndata: b\n\n'],
    [ofData('a'), { event: 'x', data: 'b' }],
  ],
  ['CR CR', ['data: a\r', '\r', 'data: b\r', '\r'], [{ data: 'a' }, { data: 'b' }]],
  ['a name and its value', ['da', 'ta:', ' a', '\n', '\n'], [{ data: 'a' }]],
])('may be split in the middle of %s', async (_, chunks, records) => {
  expect(await decodeAll(...chunks)).toEqual(records)
})

it('may be split anywhere in a character, or a BOM', async () => {
  const whole = bytesOf('\uFEFFdata: é漢🙂\n\n')

  for (let at = 0; at <= whole.length; at++) {
    const halves = [whole.subarray(0, at), whole.subarray(at)]
    expect(await Array.fromAsync(decode(halves))).toEqual([{ data: 'é漢🙂' }])
  }
})

it('replaces what is not UTF-8', async () => {
  const wire = [bytesOf('data: a'), Uint8Array.of(0xff, 0xe6, 0xbc), bytesOf('b\n\n')]

  expect(await Array.fromAsync(decode(wire))).toEqual([{ data: 'a\uFFFD\uFFFDb' }])
})

it.each(['data: a\n\n', 'data: a\r\r', 'data: a\r\n\r\n', 'data: a\r\n\r'])(
  'yields the record of %j without the chunk after it',
  async (wire) => {
    async function* open() {
      yield bytesOf(wire)
      await new Promise(() => {})
    }

    expect(await decode(open()).next()).toEqual({ done: false, value: { data: 'a' } })
  },
)

it('reads the body of a response, and cancels it once its reader breaks', async () => {
  let cancelled = false
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(bytesOf('data: a\n\n')),
    cancel: () => void (cancelled = true),
  })

  for await (const record of decode(body)) {
    expect(record).toEqual({ data: 'a' })
    break
  }
  expect(cancelled).toBe(true)
})

it('fails where its bytes do', async () => {
  const broken = (async function* () {
    yield bytesOf('data: a\n\ndata: b')
    throw new TypeError('terminated')
  })()
  const records = decode(broken)

  expect(await records.next()).toEqual({ done: false, value: { data: 'a' } })
  await expect(records.next()).rejects.toThrow(new TypeError('terminated'))
})

it.each(['\n', '\r\n'] as const)('reads back what encode() writes, with %j', async (lineEnding) => {
  const records: SseRecord[] = [
    { data: '{"content":"é \\ud83d 🙂 \u2028"}' },
    { event: 'thread.run.created', data: 'a\nb\n' },
    { data: '' },
    { event: 'done', data: '[DONE]' },
  ]

  const wire = records.map((record) => encode(record, lineEnding))
  expect(await Array.fromAsync(decode(wire))).toEqual(records)
})

it('decodes bytes that come all at once', async () => {
  const bytes = bytesOf('data: a\n\ndata: b\n\n')

  expect(await Array.fromAsync(decode(bytes))).toEqual([{ data: 'a' }, { data: 'b' }])
  expect(await Array.fromAsync(decode(Buffer.from(bytes)))).toEqual([{ data: 'a' }, { data: 'b' }])
})

it('decodes bytes of another realm, as Jest has them', async () => {
  const bytes: Uint8Array = runInNewContext('new Uint8Array(bytes)', {
    bytes: [...bytesOf('data: a\n\n')],
  })

  expect(bytes instanceof Uint8Array).toBe(false)
  expect(await Array.fromAsync(decode(bytes))).toEqual([{ data: 'a' }])
})

it.each<[what: string, bytes: unknown]>([
  ['an ArrayBuffer', bytesOf('data: a\n\n').buffer],
  ['a Buffer', Buffer.from('data: a\n\n')],
  ['a view of a part', new DataView(bytesOf('xdata: a\n\n').buffer, 1)],
  ['chunks of buffers', [bytesOf('data:').buffer, Buffer.from(' a\n\n')]],
])('takes %s for bytes', async (_, bytes) => {
  expect(await Array.fromAsync(decode(bytes as Uint8Array))).toEqual([{ data: 'a' }])
})

it.each<[received: string, bytes: unknown]>([
  ['"data: a\\n\\n"', 'data: a\n\n'],
  ['[object Response]', new Response('data: a\n\n')],
  ['[object Promise]', Promise.resolve(bytesOf(''))],
  ['[object Object]', {}],
  ['null', new Response(null).body],
  ['undefined', undefined],
  ['5', 5],
])('says what is expected where it gets %s', async (received, bytes) => {
  await expect(Array.fromAsync(decode(bytes as Uint8Array))).rejects.toThrow(
    new TypeError(
      `Failed to decode a stream: expected bytes, or chunks of bytes, such as response.body; received ${received}.`,
    ),
  )
})
