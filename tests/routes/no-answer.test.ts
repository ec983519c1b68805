import { http, HttpResponse } from 'msw'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import {
  chat,
  chatCompletionWriter,
  createRoute,
  deliver,
  hasTool,
  inOrder,
  LiveEventStream,
  reply,
  responses,
  responseWriter,
  type UnansweredCallError,
  when,
} from 'msw-openai/routes'
import {
  comment,
  cut,
  cutAfter,
  pause,
  raw,
  stall,
  StreamError,
  unchecked,
} from 'msw-openai/streaming'
import { chunks, Words } from '../support.js'
import { ask, CHAT, Scripted } from './support.js'

const create = chat.completions.create
const WHOLE = { body: { ...CHAT, stream: false } }

/** Keeps the messages of broken calls from being printed. */
function silence() {
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => complaints.mockRestore())
}

function* generated() {
  yield* chunks('Hello')
}

class Store {
  find() {
    return 'Hi'
  }
}

class Nothing {
  declare readonly choices: unknown
}

class Point {
  x = 1
}

class Later implements PromiseLike<string> {
  // oxlint-disable-next-line unicorn/no-thenable
  then = Promise.prototype.then
}

const MISTAKES: ReadonlyArray<[what: string, value: () => unknown, complaint: string]> = [
  [
    'a StreamError',
    () => new StreamError({ message: 'Overloaded' }),
    'a StreamError is no answer. Throw it in a script, or give apiError(status, error).',
  ],
  [
    'an Error',
    () => new Error('Overloaded'),
    'an Error is no answer. Give apiError(status, message), or a script that throws.',
  ],
  [
    'an error of a subclass',
    () => new RangeError('Overloaded'),
    'an Error is no answer. Give apiError(status, message), or a script that throws.',
  ],
  [
    'a thenable',
    () => new Later(),
    'a promise is no answer. Await it, or give a function that returns it.',
  ],
  ['a Map', () => new Map([['choices', []]]), 'a Map is no answer. '],
  ['a Set', () => new Set(['Hi']), 'a Set is no answer. '],
  ['a Date', () => new Date(0), 'a Date is no answer. '],
  ['a RegExp', () => /Hi/, 'a RegExp is no answer. '],
  ['a URL', () => new URL('https://example.com'), 'a URL is no answer. '],
  ['a Headers object', () => new Headers(), 'a Headers is no answer. '],
  ['a Request', () => new Request('https://example.com'), 'a Request is no answer. '],
  ['a stream of bytes', () => new ReadableStream(), 'a ReadableStream is no answer. '],
  ['a form', () => new FormData(), 'a FormData is no answer. '],
  ['a running generator', generated, 'a Generator is no answer. '],
  [
    'a stage',
    () => cutAfter(2),
    'cutAfter(2) is a stage. Give deliver(answer, { through: [cutAfter(2)] }).',
  ],
  ...[cut(), stall(), pause(1), comment('Hi'), raw('Hi'), unchecked({})].map(
    (cue): [string, () => unknown, string] => [
      `the cue ${cue.type}()`,
      () => cue,
      `a cue is no answer. Yield it in a script, as in: yield ${cue.type}().`,
    ],
  ),
  ['a route', () => create('Hi'), 'a ResponderHandler is no answer. '],
  [
    'an MSW handler',
    () => http.get('/', () => HttpResponse.text('Hi')),
    'a HttpHandler is no answer. ',
  ],
  ['a writer', () => chatCompletionWriter(), 'a ChatCompletionWriter is no answer. '],
  ['another writer', responseWriter, 'a ResponseWriter is no answer. '],
  ['a condition', () => hasTool('f'), 'an object with functions is no answer. '],
  ['an object that does something', () => new Store(), 'a Store is no answer. '],
  ['an instance of a class without fields', () => new Nothing(), 'a Nothing is no answer. '],
  ['bytes', () => Uint8Array.of(1), 'makes nothing of bytes'],
  ['a Blob', () => new Blob(['Hi']), 'makes nothing of bytes'],
  ['a symbol', () => Symbol('Hi'), 'Symbol(Hi) is no answer. '],
  ['a BigInt', () => 1n, '1 is no answer. '],
]

it.each(MISTAKES)('refuses %s as the answer of a route', (_, value, complaint) => {
  expect(() => create(value() as never)).toThrow(complaint)
  expect(() => create(value() as never)).toThrow(TypeError)
})

it.each(MISTAKES.filter(([what]) => what !== 'bytes' && what !== 'a Blob'))(
  'refuses %s as an answer of inOrder(), when() and deliver()',
  (_, value, complaint) => {
    for (const [name, make] of [
      ['inOrder()', () => inOrder('Hi', value() as never)],
      ['when()', () => when({}, value() as never)],
      ['deliver()', () => deliver(value() as never, {})],
    ] as const) {
      expect(make).toThrow(`Failed to create ${name}: `)
      expect(make).toThrow(complaint)
    }
  },
)

it.each(MISTAKES.filter(([what]) => what !== 'a thenable'))(
  'breaks the call that a function answers with %s',
  async (_, value, complaint) => {
    silence()
    const answers = [value, async () => value(), () => value].map((answer) =>
      create(answer as never),
    )
    for (const route of answers) {
      const response = await ask(route, WHOLE)

      expect(response.status).toBe(400)
      expect(response.headers.get('x-should-retry')).toBe('false')
      expect(await response.json()).toMatchObject({
        error: { code: 'unanswered_call', message: expect.stringContaining(complaint) },
      })
      expect(route.calls).toMatchObject([{ outcome: 'broken' }])
    }
  },
)

it('takes a promise from a function, but not given', async () => {
  expect(() => create(Promise.resolve('Hi') as never)).toThrow(
    'a promise is no answer. Await it, or give a function that returns it.',
  )
  expect(
    (
      await ask(
        create(() => Promise.resolve('Hi')),
        WHOLE,
      )
    ).status,
  ).toBe(200)
})

it.each<[what: string, value: object]>([
  ['a class with other fields', new Point()],
  ['a schema', z.object({})],
])('breaks the call that is answered with an instance of %s', async (_, value) => {
  silence()
  for (const [route, asked] of [
    [create(value as never), { body: CHAT }],
    [create(() => value as never), WHOLE],
    [
      responses.create(value as never),
      { url: '/responses', body: { model: 'gpt-5', input: 'Hi' } },
    ],
  ] as const) {
    const response = await ask(route, asked)

    expect(response.status).toBe(400)
    expect(await response.text()).toContain(`makes nothing of a ${value.constructor.name}`)
    expect(route.calls).toMatchObject([{ outcome: 'broken' }])
  }
})

it('takes data of any class for a resource', async () => {
  class Completion {
    choices = [{ message: { content: 'Hi' } }]
    get first() {
      return this.choices[0]
    }
  }
  class Written {
    toJSON() {
      return { id: 1 }
    }
  }
  const bare: object = Object.assign(Object.create(null), { choices: [] })
  const things = createRoute({ name: 'things.get', method: 'GET', path: '/thing' })

  expect(await (await ask(create(new Completion()), WHOLE)).json()).toMatchObject({
    choices: [{ message: { content: 'Hi' } }],
  })
  expect((await ask(create(bare), WHOLE)).status).toBe(200)
  const written = await ask(things(new Written()), { url: '/thing', method: 'GET' })
  expect(await written.json()).toEqual({ id: 1 })
})

it.each([
  [
    'a function',
    () => {
      throw new Response('Gone', { status: 410 })
    },
  ],
  [
    'an async function',
    async () => {
      throw new Response('Gone', { status: 410 })
    },
  ],
  [
    'a function of a function',
    () => () => {
      throw new Response('Gone', { status: 410 })
    },
  ],
  [
    'a step of an order',
    inOrder.forever(() => {
      throw HttpResponse.text('Gone', { status: 410 })
    }),
  ],
  [
    'a when()',
    when({}, () => {
      throw new Response('Gone', { status: 410 })
    }),
  ],
])('takes a Response that %s throws for the answer', async (_, answer) => {
  const route = create(answer)

  for (const response of [await ask(route), await ask(route, WHOLE)]) {
    expect([response.status, await response.text()]).toEqual([410, 'Gone'])
  }
  expect(route.calls).toMatchObject([
    { outcome: 'replied', error: undefined },
    { outcome: 'replied', error: undefined },
  ])
})

const gone = () => {
  throw new Response('Gone', { status: 410 })
}

it('delivers a Response that a function throws', async () => {
  const response = await ask(create(deliver(gone, { status: 404, headers: { 'x-own': 'yes' } })))

  expect([response.status, response.headers.get('x-own')]).toEqual([404, 'yes'])
  expect(await response.text()).toBe('Gone')
})

it('breaks a call whose function throws a Response that has been read', async () => {
  silence()
  const once = new Response('Gone', { status: 410 })
  const route = create(() => {
    throw once
  })
  expect(await (await ask(route)).text()).toBe('Gone')

  expect(await (await ask(route)).text()).toContain('has been read already')
  expect(route.calls).toMatchObject([{ outcome: 'replied' }, { outcome: 'broken' }])
})

it('takes an order, a reply, a delivery and a live stream from a function', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  const route = create(
    ({ number }) =>
      [
        inOrder(new Scripted(chunks('ordered'))),
        reply({ text: 'replied' }),
        deliver(reply({ text: 'delivered' }), { status: 201 }),
        async () => live,
      ][number - 1],
  )
  const [ordered, replied, delivered] = [await ask(route), await ask(route), await ask(route)]

  expect(await ordered?.text()).toContain('ordered')
  expect(await replied?.text()).toContain('replied')
  expect(delivered?.status).toBe(201)
  expect(await delivered?.text()).toContain('delivered')
  const streamed = (await ask(route)).text()
  await live.emit(chunks('live'))
  await live.end()
  expect(await streamed).toContain('live')
  expect((await route.calls[3]?.settled) ?? '').toBe('completed')
})

it('refuses a class from everywhere', async () => {
  silence()
  expect(() => create(Words as never)).toThrow('Words is a class. Pass new Words().')
  expect(await (await ask(create(() => Words as never))).text()).toContain('Words is a class.')
})

const refusesEverything = new Proxy(
  {},
  {
    get: () => {
      throw new Error('Do not look.')
    },
    getPrototypeOf: () => {
      throw new Error('Do not look.')
    },
  },
)
const cyclic: { self?: object } = {}
cyclic.self = cyclic

it.each<[what: string, thrown: unknown, reason: string]>([
  ['a cyclic object', cyclic, 'it threw [object Object], which is no Error.'],
  ['an object without a prototype', Object.create(null), 'it threw {}, which is no Error.'],
  ['an object', { code: 5 }, 'it threw {"code":5}, which is no Error.'],
  ['a symbol', Symbol('Boom'), 'Symbol(Boom)'],
  ['nothing', undefined, 'undefined'],
  ['a proxy that throws', refusesEverything, 'which is no Error.'],
  [
    'an error whose message is no text',
    Object.assign(new Error('Boom'), { message: Symbol('Boom') }),
    'it threw [object Error], which is no Error.',
  ],
])('breaks a call whose function throws %s, and keeps the cause', async (_, thrown, reason) => {
  silence()
  const throws = () => {
    throw thrown
  }
  for (const answer of [throws, inOrder(throws), [when(throws, 'Hi')]]) {
    const route = create(answer as never)
    const response = await ask(route, WHOLE)

    expect(response.status).toBe(400)
    expect(route.calls[0]).toMatchObject({ outcome: 'broken', error: { index: 0 } })
    const error = route.calls[0]?.error as UnansweredCallError
    expect(error.message).toMatch(/^Failed to answer calls\[0\] of "chat.completions.create": /)
    expect(error.message).toContain(reason)
    expect(Object.is(error.cause, thrown)).toBe(true)
  }
})
