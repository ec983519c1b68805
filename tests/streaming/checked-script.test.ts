import { inspect } from 'node:util'
import {
  AsyncEventStream,
  BrokenScriptError,
  comment,
  cut,
  EventStream,
  InvalidEventError,
  namedByType,
  pause,
  raw,
  stall,
  StreamError,
  unchecked,
  unnamed,
  type Cue,
  type NamedWire,
} from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { CheckedScript } from '../../src/streaming/checked-script.js'
import { readAll } from '../support.js'

interface Tick {
  readonly type: 'tick'
  readonly n: number
}

/** A small endpoint that ends with a terminator. */
const ticks: NamedWire<Tick> = {
  name: 'ticks.create',
  wire: {
    // Would drop what it does not know, and default what is missing, if its output were sent.
    event: z.object({ type: z.literal('tick'), n: z.number(), note: z.string().default('none') }),
    frame: unnamed,
    terminator: { data: '[DONE]' },
  },
}

/** The same, with names and without a terminator. */
const namedTicks: NamedWire<Tick> = {
  name: 'ticks.retrieve',
  wire: {
    event: ticks.wire.event,
    frame: namedByType,
    isFinal: ({ n }) => n === 9,
  },
}

function tick(n: number): Tick {
  return { type: 'tick', n }
}

/** The frames of a script, and the error where it fails. */
async function* framesOf(...args: ConstructorParameters<typeof CheckedScript<Tick>>) {
  const run = new CheckedScript(...args)
  try {
    for (;;) {
      const item = await run.step()
      if (item.type === 'end') return
      if (item.type === 'broken') throw item.error
      yield item
    }
  } finally {
    await run.stop()
  }
}

class Scripted extends EventStream<Tick> {
  constructor(readonly items: () => Iterable<Tick | Cue>) {
    super()
  }

  override generate(): Iterable<Tick | Cue> {
    return this.items()
  }
}

/** Everything that a script puts on the wire, and the error in which it ends. */
async function play(items: () => Iterable<Tick | Cue>, endpoint = ticks) {
  const frames = framesOf(endpoint, new Scripted(items), new AbortController())
  const { items: played, error } = await readAll(frames)
  const wire = played.map((item) =>
    'bytes' in item ? `${item.type}|${new TextDecoder().decode(item.bytes)}` : item,
  )
  return { items: played, wire, error }
}

function isFinal(item: object): boolean {
  return 'final' in item && item.final === true
}

/** A script that yields what its type forbids. */
function yielding(...items: unknown[]): () => Iterable<Tick | Cue> {
  return () => items as Tick[]
}

it('encodes every event, then the terminator', async () => {
  const { wire, error } = await play(() => [tick(1), tick(2)])

  expect(wire).toEqual([
    'event|data: {"type":"tick","n":1}\n\n',
    'event|data: {"type":"tick","n":2}\n\n',
    'terminator|data: [DONE]\n\n',
  ])
  expect(error).toBeUndefined()
})

it('encodes nothing after the last event where there is no terminator', async () => {
  const { wire } = await play(() => [tick(1)], namedTicks)

  expect(wire).toEqual(['event|event: tick\ndata: {"type":"tick","n":1}\n\n'])
})

it('plays an async script just the same', async () => {
  class AsyncScripted extends AsyncEventStream<Tick> {
    override async *generate(): AsyncGenerator<Tick> {
      yield tick(await Promise.resolve(1))
    }
  }
  const { items } = await readAll(framesOf(ticks, new AsyncScripted(), new AbortController()))

  expect(items).toMatchObject([{ type: 'event', event: tick(1) }, { type: 'terminator' }])
})

it("sends the author's own object: unknown fields, order of keys and all", async () => {
  const event = { unknown: [1, { b: null }], n: 1, type: 'tick', 漢: '🙂' } as const
  const { items, wire } = await play(() => [event])

  expect(wire[0]).toBe('event|data: {"unknown":[1,{"b":null}],"n":1,"type":"tick","漢":"🙂"}\n\n')
  expect(items[0]).toHaveProperty('event', event)
  expect('event' in items[0]! && items[0].event).toBe(event)
})

it('ends the lines of every frame as its endpoint does', async () => {
  const crlf = { ...ticks, wire: { ...ticks.wire, lineEnding: '\r\n' } } as const
  const { wire } = await play(() => [comment('a\nb'), tick(1), raw('\n')], crlf)
  const failed = await play(failing(new StreamError({ message: 'Boom' })), crlf)

  expect(wire).toEqual([
    'bytes|: a\r\n: b\r\n\r\n',
    'event|data: {"type":"tick","n":1}\r\n\r\n',
    'bytes|\n',
    'terminator|data: [DONE]\r\n\r\n',
  ])
  expect(failed.wire.at(-1)).toMatch(/^error\|data: .*\}\r\n\r\n$/)
})

it('passes on cues that take time, and encodes the others', async () => {
  const bytes = Uint8Array.of(0xff)
  const { items, wire } = await play(() => [
    pause(5),
    comment('ping'),
    raw('data: {'),
    raw(bytes),
    unchecked(tick(1)),
    stall(),
    cut(),
  ])

  expect(wire).toEqual([
    pause(5),
    'bytes|: ping\n\n',
    'bytes|data: {',
    'bytes|\uFFFD',
    'event|data: {"type":"tick","n":1}\n\n',
    stall(),
    cut(),
    'terminator|data: [DONE]\n\n',
  ])
  expect(items[3]).toEqual({ type: 'bytes', bytes: Uint8Array.of(0xff), isUnchecked: true })
})

it('sends an unchecked event that its endpoint would refuse', async () => {
  const { wire, error } = await play(() => [unchecked({ n: 'one' }), unchecked(null)])

  expect(wire).toEqual([
    'event|data: {"n":"one"}\n\n',
    'event|data: null\n\n',
    'terminator|data: [DONE]\n\n',
  ])
  expect(error).toBeUndefined()
})

it('refuses an event that its endpoint never sends, and says where and why', async () => {
  const { wire, error } = await play(yielding(tick(1), comment('ping'), { type: 'tick', n: 'two' }))

  expect(wire).toEqual(['event|data: {"type":"tick","n":1}\n\n', 'bytes|: ping\n\n'])
  expect(error).toBeInstanceOf(InvalidEventError)
  expect(error).toBeInstanceOf(BrokenScriptError)
  expect(error).toMatchObject({
    name: 'InvalidEventError',
    script: 'Scripted',
    endpoint: 'ticks.create',
    index: 1,
    event: { type: 'tick', n: 'two' },
    issues: [{ path: ['n'], expected: 'number' }],
    message: [
      'Failed to play event 1 of script "Scripted" on "ticks.create": it does not match the endpoint\'s schema.',
      '✖ Invalid input: expected number, received string',
      '  → at n',
      'To send it on purpose, yield unchecked(event).',
    ].join('\n'),
  })
})

it.each([[undefined], [null], ['Hello'], [{}], [[]]])('refuses the event %j', async (event) => {
  expect((await play(yielding(event))).error).toMatchObject({
    name: 'InvalidEventError',
    index: 0,
  })
})

const cyclic: Record<string, unknown> = {}
cyclic['self'] = cyclic

it.each([
  ['a BigInt', { n: 1n }, /BigInt/],
  ['a cycle', cyclic, /circular/],
  ['undefined', undefined, /^Failed to stringify undefined: JSON has no such value\.$/],
  ['a function', () => {}, /^Failed to stringify function: JSON has no such value\.$/],
])('refuses %s, even unchecked', async (_, event, reason) => {
  const { wire, error } = await play(() => [tick(1), unchecked(event)])

  expect(wire).toEqual(['event|data: {"type":"tick","n":1}\n\n'])
  expect(error).toBeInstanceOf(InvalidEventError)
  expect(error).toMatchObject({
    index: 1,
    event,
    message: expect.stringContaining(
      'Failed to play event 1 of script "Scripted" on "ticks.create": it cannot be encoded. ',
    ),
    cause: { name: 'TypeError', message: expect.stringMatching(reason) },
  })
})

it('breaks a script that names its event with a line break', async () => {
  const { items, error } = await play(() => [unchecked({ type: 'a\nb' })], namedTicks)

  expect(items).toEqual([])
  expect(error).toBeInstanceOf(BrokenScriptError)
  expect(error).toMatchObject({ index: 0, cause: { name: 'TypeError' } })
})

function failing(thrown: unknown) {
  return function* (): Generator<Tick> {
    yield tick(1)
    throw thrown
  }
}

it.each([new Error('Boom'), 'Boom', { toString: () => 'Boom' }])(
  'breaks a script that throws %o',
  async (thrown) => {
    const { wire, error } = await play(failing(thrown))

    expect(wire).toEqual(['event|data: {"type":"tick","n":1}\n\n'])
    expect(error).toBeInstanceOf(BrokenScriptError)
    expect(error).not.toBeInstanceOf(InvalidEventError)
    expect(error).toMatchObject({
      name: 'BrokenScriptError',
      script: 'Scripted',
      endpoint: 'ticks.create',
      index: 1,
      message: 'Failed to play event 1 of script "Scripted" on "ticks.create": Boom',
    })
    expect((error as BrokenScriptError).cause).toBe(thrown)
  },
)

it.each([undefined, null, 'Hello', 1])(
  'breaks a script whose generate() returns %j',
  async (items) => {
    const { wire, error } = await play(() => items as unknown as Iterable<Tick>)

    expect(wire).toEqual([])
    expect(error).toMatchObject({
      name: 'BrokenScriptError',
      index: 0,
      message:
        'Failed to play event 0 of script "Scripted" on "ticks.create": ' +
        'generate() has nothing to iterate over. Declare it as a generator: *generate().',
    })
  },
)

it("ends with OpenAI's error record and no terminator once the script throws a StreamError", async () => {
  const { items, wire, error } = await play(
    failing(new StreamError({ message: 'Boom', code: 'server_error' })),
  )

  expect(wire).toEqual([
    'event|data: {"type":"tick","n":1}\n\n',
    'error|data: {"error":{"message":"Boom","type":"server_error","param":null,"code":"server_error"}}\n\n',
  ])
  expect(items.at(-1)).toHaveProperty('final', true)
  expect(error).toBeUndefined()
})

it('ends with the error records of its endpoint, which knows what was played', async () => {
  const endpoint: NamedWire<Tick> = {
    name: ticks.name,
    wire: {
      ...ticks.wire,
      remembers: ({ n }) => n === 1,
      error: ({ message }, { last, remembered: kept }) => [
        { event: 'error', data: JSON.stringify({ message, kept, last }) },
        { event: 'done', data: '[DONE]' },
      ],
    },
  }
  const error = new StreamError({ message: 'Boom' })
  const { items, wire } = await play(function* () {
    yield tick(1)
    yield tick(2)
    yield unchecked(tick(3))
    throw error
  }, endpoint)
  const atOnce = await play(() => {
    throw error
  }, endpoint)

  expect(wire.slice(3)).toEqual([
    'error|event: error\ndata: {"message":"Boom","kept":[{"type":"tick","n":1}],"last":{"type":"tick","n":3}}\n\n',
    'error|event: done\ndata: [DONE]\n\n',
  ])
  expect(items.slice(3)).toMatchObject([{ final: false }, { final: true }])
  expect(atOnce.wire[0]).toBe('error|event: error\ndata: {"message":"Boom","kept":[]}\n\n')
})

it('knows the StreamError of another copy of the package', async () => {
  const fields = { name: 'StreamError', type: 'rate', code: null, param: null }
  const { wire, error } = await play(failing(Object.assign(new Error('Slow down'), fields)))

  expect(wire.at(-1)).toBe(
    'error|data: {"error":{"message":"Slow down","type":"rate","param":null,"code":null}}\n\n',
  )
  expect(error).toBeUndefined()
})

it('knows which frame completes the stream', async () => {
  const terminated = await play(() => [tick(8), comment('ping'), tick(9)])
  const named = await play(() => [tick(8), unchecked(tick(9))], namedTicks)

  expect(terminated.items.map(isFinal)).toEqual([false, false, false, true])
  expect(named.items.map(isFinal)).toEqual([false, true])
})

it('runs the finally of a script it refuses to go on with', async () => {
  const ends: string[] = []
  const { error } = await play(function* (): Generator<Tick | Cue> {
    try {
      yield unchecked(undefined)
      ends.push('went on')
    } finally {
      ends.push('finally')
    }
  })

  expect(error).toBeInstanceOf(InvalidEventError)
  expect(ends).toEqual(['finally'])
})

it.each<[string, unknown, string]>([
  ['a StreamError', new StreamError({ message: 'Overloaded' }), 'it is a StreamError. Throw it.'],
  ['a script', new Scripted(() => []), 'it is a script. Yield its events: yield* script.'],
  ['a cue that it did not call', pause, 'it is the function pause. Call it.'],
])('explains to a script that yields %s what to do', async (_, item, advice) => {
  const script = new Scripted(() => [item as Tick])

  await expect(Array.fromAsync(framesOf(ticks, script, new AbortController()))).rejects.toThrow(
    advice,
  )
})

const throwing = new Proxy(
  {},
  {
    get: () => {
      throw new Error('Do not look.')
    },
    has: () => {
      throw new Error('Do not look.')
    },
    getPrototypeOf: () => {
      throw new Error('Do not look.')
    },
    ownKeys: () => {
      throw new Error('Do not look.')
    },
  },
)

const noText = Object.assign(new Error('Boom'), { message: Symbol('Boom') })

it.each<[name: string, thrown: unknown, reason: string]>([
  ['a cyclic object', cyclic, 'it threw [object Object], which is no Error.'],
  ['an object with a BigInt', { n: 1n }, 'it threw [object Object], which is no Error.'],
  [
    'an object without a prototype',
    Object.assign(Object.create(null), { code: 5 }),
    'it threw {"code":5}, which is no Error.',
  ],
  ['an object that has JSON', { code: 5 }, 'it threw {"code":5}, which is no Error.'],
  ['a list', [1, 'a'], 'it threw [1,"a"], which is no Error.'],
  ['a symbol', Symbol('Boom'), 'Symbol(Boom)'],
  ['a BigInt', 5n, '5'],
  ['nothing', undefined, 'undefined'],
  [
    'a proxy that throws',
    throwing,
    'it threw an object that cannot be printed, which is no Error.',
  ],
  ['an error without a text', noText, 'it threw [object Error], which is no Error.'],
])('breaks a script that throws %s, and keeps the cause', async (_, thrown, reason) => {
  const { wire, error } = await play(failing(thrown))

  expect(wire).toEqual(['event|data: {"type":"tick","n":1}\n\n'])
  expect(error).toBeInstanceOf(BrokenScriptError)
  expect(error).toMatchObject({ script: 'Scripted', endpoint: 'ticks.create', index: 1 })
  expect((error as Error).message).toBe(
    `Failed to play event 1 of script "Scripted" on "ticks.create": ${reason}`,
  )
  expect(Object.is((error as Error).cause, thrown)).toBe(true)
})

it('breaks an async script that rejects with a proxy that throws', async () => {
  const script = new AsyncItems(async function* () {
    yield tick(1)
    throw throwing
  })
  const { error } = await readAll(framesOf(ticks, script, new AbortController()))

  expect(error).toBeInstanceOf(BrokenScriptError)
  expect(error).toMatchObject({ index: 1 })
})

it.each<[what: string, cue: object, reason: string]>([
  ['a symbol as its type', { type: Symbol('rewind') }, 'an unknown type, Symbol(rewind).'],
  ['a BigInt as its type', { type: 1n }, 'an unknown type, [object BigInt].'],
  ['no type', {}, 'an unknown type, undefined.'],
  ['a pause without end', { type: 'pause', ms: Infinity }, 'Failed to create pause(Infinity)'],
  ['a pause without a length', { type: 'pause' }, 'Failed to create pause(undefined)'],
  ['a comment without a text', { type: 'comment' }, 'Failed to create comment()'],
  ['no bytes', { type: 'raw', content: [1, 2] }, 'Failed to create raw()'],
])('breaks a script at a cue that no function made, with %s', async (_, cue, reason) => {
  const brand = Symbol.for('msw-openai.cue')
  const { wire, error } = await play(() => [tick(1), { [brand]: true, ...cue } as never])

  expect(wire).toEqual(['event|data: {"type":"tick","n":1}\n\n'])
  expect(error).toMatchObject({ name: 'BrokenScriptError', index: 1 })
  expect((error as Error).message).toContain(reason)
})

it('breaks a script at a cue of an unknown type', async () => {
  const brand = Symbol.for('msw-openai.cue')
  const { wire, error } = await play(() => [tick(1), { [brand]: true, type: 'rewind' } as never])

  expect(wire).toEqual(['event|data: {"type":"tick","n":1}\n\n'])
  expect(error).toMatchObject({
    name: 'BrokenScriptError',
    index: 1,
    message:
      'Failed to play event 1 of script "Scripted" on "ticks.create": it yielded a cue of an unknown type, "rewind".',
  })
})

it.each<[name: string, bytes: Uint8Array]>([
  ['bytes', Uint8Array.of(1, 2)],
  ['a part of other bytes', Uint8Array.of(0, 1, 2, 3).subarray(1, 3)],
  ['a Buffer', Buffer.from([1, 2])],
])('sends a copy of raw bytes: %s', async (_, bytes) => {
  const { items } = await play(() => [raw(bytes)], namedTicks)
  const [sent] = items

  expect(sent).toEqual({ type: 'bytes', bytes: Uint8Array.of(1, 2), isUnchecked: true })
  // A client that transfers its bytes does not change those of the script.
  if (sent && 'bytes' in sent) structuredClone(sent.bytes, { transfer: [sent.bytes.buffer] })
  expect([...bytes]).toEqual([1, 2])
})

class AsyncItems extends AsyncEventStream<Tick> {
  constructor(readonly generate: () => AsyncIterable<Tick | Cue>) {
    super()
  }
}

const one: unknown = tick(1)
const writer = { text: () => one }
const hint =
  '. Where a yield* is the reason: yield* takes several events, such as those of a method of a writer. Yield a single event with yield.'

it.each<[name: string, items: () => Iterable<Tick>]>([
  [
    'an event',
    function* () {
      yield* one as Iterable<Tick>
    },
  ],
  [
    'what a function gives',
    function* () {
      yield* writer.text() as Iterable<Tick>
    },
  ],
  [
    'nothing',
    function* () {
      yield* undefined as unknown as Iterable<Tick>
    },
  ],
])('explains yield* on %s, which is no list of events', async (_, items) => {
  const { error } = await play(items)

  expect(error).toMatchObject({ name: 'BrokenScriptError', index: 0 })
  expect((error as Error).message).toContain('is not iterable')
  expect((error as Error).message.endsWith(hint)).toBe(true)
})

it.each<[name: string, items: () => AsyncIterable<Tick>]>([
  [
    'an event',
    async function* () {
      yield* one as AsyncIterable<Tick>
    },
  ],
  [
    'what a function gives',
    async function* () {
      yield* writer.text() as AsyncIterable<Tick>
    },
  ],
  [
    'nothing',
    async function* () {
      yield* undefined as unknown as AsyncIterable<Tick>
    },
  ],
])('explains yield* on %s in an async script', async (_, items) => {
  const frames = framesOf(ticks, new AsyncItems(items), new AbortController())
  const { error } = await readAll(frames)

  expect(error).toMatchObject({ name: 'BrokenScriptError', index: 0 })
  expect((error as Error).message.endsWith(hint)).toBe(true)
})

it.each<[name: string, item: unknown]>([
  ['a generator', new Scripted(() => [tick(1)]).generate()[Symbol.iterator]()],
  ['a list', [tick(1)]],
])('explains yield of %s, which is several events', async (_, item) => {
  const { error } = await play(yielding(item))

  expect((error as Error).message).toContain('it is several events. Yield them with yield*.')
})

class TickWriter {
  *count(): Generator<Tick> {
    yield tick(1)
  }
}

class LaterWriter {
  async *count(): AsyncGenerator<Tick> {
    yield tick(1)
  }
}

it.each<[name: string, item: object]>([
  ['a writer', new TickWriter()],
  ['a writer of a derived class', new (class extends TickWriter {})()],
  ['an async writer', new LaterWriter()],
  ['an object with a generator', { *count() {} }],
])('explains yield of %s in the place of its events', async (_, item) => {
  const { error } = await play(yielding(item))

  expect((error as Error).message).toContain(
    'it is a writer. Call one of its methods, and yield the events with yield*.',
  )
})

it.each<[name: string, item: object]>([
  [
    'an instance of a class',
    new (class Told {
      type = 'told'
    })(),
  ],
  ['an object with another method', { type: 'told', text: () => 'Hello' }],
  ['an object without a prototype', Object.assign(Object.create(null), { type: 'told' })],
])('shows the issues of %s, which is no writer', async (_, item) => {
  const { error } = await play(yielding(item))

  expect(error).toMatchObject({ name: 'InvalidEventError' })
  expect((error as Error).message).toContain('expected "tick"')
})

it.each(['sync', 'async'])(
  'breaks a %s script whose terminator cannot be encoded',
  async (kind) => {
    const broken = { ...ticks, wire: { ...ticks.wire, terminator: { event: 'a\nb', data: '' } } }
    const script =
      kind === 'sync'
        ? new Scripted(() => [])
        : new AsyncItems(async function* () {
            yield pause(0)
          })
    const { error } = await readAll(framesOf(broken, script, new AbortController()))

    expect(error).toMatchObject({ name: 'BrokenScriptError', cause: { name: 'TypeError' } })
  },
)

it('says what was expected and received, and prints an invalid event in a few lines', async () => {
  const { error } = await play(() => [{ type: 'nope', n: 'x' } as never])

  expect(inspect(error)).toBe(`InvalidEventError: ${(error as Error).message}`)
  expect((error as Error).message.split('\n').length).toBeLessThan(10)
  expect((error as Error).message).toMatch(/, received "nope"/)
  expect(Object.keys(error as object)).not.toContain('event')
})
