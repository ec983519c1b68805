import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { z } from 'zod'
import {
  bom,
  chat,
  chatCompletionWriter,
  coalesce,
  comment,
  crlf,
  cutAfter,
  cutAfterBytes,
  deliver,
  drop,
  dropFinalBlankLine,
  dropTerminator,
  duplicate,
  EventStream,
  insert,
  keepAlive,
  malform,
  pace,
  raw,
  responses,
  responseWriter,
  split,
  splitAt,
  StreamError,
  swap,
  unchecked,
  type Cue,
  type Stage,
} from 'msw-openai'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { protocolRules, type LintRule } from 'msw-openai/lint'
import { createRoute } from 'msw-openai/routes'
import { stage, unnamed } from 'msw-openai/streaming'
import { chunk } from '../../support.js'
import { ask, CHAT, Scripted } from '../support.js'

const create = chat.completions.create
type Items = Iterable<ChatCompletionChunk | Cue>

class Script extends EventStream<ChatCompletionChunk> {
  constructor(readonly items: () => Items) {
    super()
  }

  *generate(): Generator<ChatCompletionChunk | Cue> {
    yield* this.items()
  }
}

/** A script that obeys the protocol. */
const whole = new Script(function* whole() {
  const w = chatCompletionWriter({ model: 'gpt-5' })
  yield* w.text('Hello there')
  yield* w.finish()
})
/** Chunks without a role, of which none finishes. */
const careless = [chunk('Hello'), chunk(' there')]
const FAULTS = ['chat/role-first', 'chat/finish-missing']

/** Plays an answer for one client, and gives the rules of the findings. */
async function rulesAfter(
  answer: Parameters<typeof create>[0],
  ...options: [] | [{ record?: 'none' | number; through?: Stage[] }]
): Promise<string[] | undefined> {
  const route = create(answer, ...options)
  const response = await ask(route, { body: CHAT })
  // A connection that is cut fails here.
  await response.text().catch(() => {})
  await route.calls[0]?.settled
  return route.calls[0]?.findings.map(({ rule }) => rule)
}

it('finds nothing in a stream that obeys its protocol', async () => {
  expect(await rulesAfter(whole)).toEqual([])
  expect(await rulesAfter('Hello')).toEqual([])
})

it('finds where a script does not obey its protocol', async () => {
  const route = create(new Script(() => careless))
  await (await ask(route, { body: CHAT })).text()
  await route.calls[0]?.settled

  expect(route.calls[0]?.findings).toMatchObject([
    { rule: 'chat/role-first', severity: 'error', index: 0, byteOffset: 0 },
    { rule: 'chat/finish-missing', severity: 'error', index: undefined },
  ])
})

it('finds nothing in a plain answer', async () => {
  const route = create('Hello')
  await (await ask(route, { body: { ...CHAT, stream: false } })).text()

  expect(route.calls).toMatchObject([{ outcome: 'replied', findings: [] }])
})

it('finds nothing where the route records fewer events than all', async () => {
  const script = new Script(() => careless)

  expect(await rulesAfter(script, { record: 'none' })).toEqual([])
  expect(await rulesAfter(script, { record: 1 })).toEqual([])
})

it.each<[string, Cue]>([
  ['unchecked()', unchecked({ ...chunk('!'), id: 'another' })],
  ['raw()', raw('data: {\n\n')],
])('finds nothing in a stream with %s', async (_, cue) => {
  expect(await rulesAfter(new Script(() => [...careless, cue]))).toEqual([])
})

const upperCase = stage('upperCase()', () => ({ take: (item) => item }))

it.each([
  bom(),
  crlf(),
  drop(0),
  dropFinalBlankLine(),
  dropTerminator(),
  duplicate(0),
  insert(0, unchecked({})),
  malform(1),
  swap(0),
  upperCase,
])('finds nothing in a stream that a stage changes: $name', async (through) => {
  const script = new Script(() => careless)

  expect(await rulesAfter(script, { through: [through] })).toEqual([])
  expect(await rulesAfter(deliver(script, { through: [through] }))).toEqual([])
})

it.each([coalesce(2), keepAlive(1000), pace(0), split(3), splitAt(1)])(
  'finds the faults of a stream whose records a stage keeps: $name',
  async (through) => {
    const careful = await rulesAfter(whole, { through: [through] })

    expect(await rulesAfter(new Script(() => careless), { through: [through] })).toEqual(FAULTS)
    expect(careful).toEqual([])
  },
)

it('finds the faults of a stream behind a stage of the test that says to keep the records', async () => {
  const same = stage('same()', () => ({ take: (item) => item }), { keepsRecords: true })

  expect(await rulesAfter(new Script(() => careless), { through: [same] })).toEqual(FAULTS)
})

it('finds no fault in a comment', async () => {
  expect(await rulesAfter(new Script(() => [comment('Hm'), ...whole]))).toEqual([])
})

it.each([cutAfter(1), cutAfterBytes(20)])(
  'misses nothing at the end of a stream that is cut: $name',
  async (through) => {
    expect(await rulesAfter(whole, { through: [through] })).toEqual([])
  },
)

it('finds the faults before a cut', async () => {
  const script = new Script(() => careless)

  expect(await rulesAfter(script, { through: [cutAfter(1)] })).toEqual(['chat/role-first'])
})

it('misses nothing at the end of a stream that its client has disconnected', async () => {
  const route = create(whole)
  const { body } = await ask(route, { body: CHAT })
  const reader = body?.getReader()
  await reader?.read()
  await reader?.cancel()
  await route.calls[0]?.settled

  expect(route.calls).toMatchObject([{ outcome: 'aborted', findings: [] }])
})

it('lints a stream that goes on as far as the stream is', async () => {
  const route = create(new Script(() => careless))
  const { body } = await ask(route, { body: CHAT })
  const reader = body?.getReader()
  await reader?.read()
  const [call] = route.calls

  expect(call?.outcome).toBe('pending')
  expect(call?.findings.map(({ rule }) => rule)).toEqual(['chat/role-first'])

  while (!(await reader?.read())?.done) continue
  await call?.settled
  expect(call?.findings.map(({ rule }) => rule)).toEqual(FAULTS)
})

/** A route of ticks, with a rule that notes each tick and finds that it is odd. */
function ticking(answer: Iterable<{ readonly tick: number }>) {
  const seen: number[] = []
  const odd: LintRule<{ readonly tick: number }, undefined> = {
    id: 'ticks/odd',
    severity: 'error',
    reason: 'A clock has even ticks.',
    event({ event: { tick } }) {
      seen.push(tick)
      return tick % 2 === 1 ? { message: `Tick ${tick} is odd.` } : undefined
    },
    end: () => ({ message: 'The clock stops.' }),
  }
  const wire = { event: z.object({ tick: z.number() }), frame: unnamed }
  const rules = protocolRules(
    [odd],
    () => undefined,
    () => {},
  )
  const list = createRoute({
    name: 'ticks.list',
    method: 'POST',
    path: '/ticks',
    streams: () => true,
    wire,
    rules,
  })
  return { seen, route: list(new Scripted([...answer])) }
}

it('lints each event of a stream once, however often its findings are read', async () => {
  const { seen, route } = ticking([{ tick: 1 }, { tick: 2 }, { tick: 3 }])
  const { body } = await ask(route, { url: '/ticks' })
  const [call] = route.calls
  const reads = []
  for await (const _ of body ?? []) reads.push(call?.findings, call?.findings)
  await call?.settled
  reads.push(call?.findings, call?.findings)

  expect(seen).toEqual([1, 2, 3])
  expect(reads.map((read) => read?.map(({ message }) => message))).toEqual([
    ...Array.from({ length: 4 }, () => ['Tick 1 is odd.']),
    ...Array.from({ length: 2 }, () => ['Tick 1 is odd.', 'Tick 3 is odd.']),
    ...Array.from({ length: 2 }, () => ['Tick 1 is odd.', 'Tick 3 is odd.', 'The clock stops.']),
  ])
  expect(reads.at(-1)).toBe(reads.at(-2))
})

it('lints nothing of a stream whose findings nobody reads', async () => {
  const { seen, route } = ticking([{ tick: 1 }])
  await (await ask(route, { url: '/ticks' })).text()
  await route.calls[0]?.settled

  expect(seen).toEqual([])
})

it('takes the findings back once a script sends an event without a check', async () => {
  const route = create(new Script(() => [...careless, unchecked({})]))
  const { body } = await ask(route, { body: CHAT })
  const found = []
  for await (const _ of body ?? []) found.push(route.calls[0]?.findings.length)

  expect(found.slice(0, 3)).toEqual([1, 1, 0])
  expect(route.calls[0]?.findings).toEqual([])
})

it('misses nothing at the end of a stream that an error ends', async () => {
  const script = new Script(function* failing() {
    yield* chatCompletionWriter({ model: 'gpt-5' }).text('Hello')
    throw new StreamError({ message: 'Overloaded' })
  })

  expect(await rulesAfter(script)).toEqual([])
})

class Story extends EventStream<ResponseStreamEvent> {
  *generate(): Generator<ResponseStreamEvent> {
    const w = responseWriter({ model: 'gpt-5' })
    yield* w.message('Once upon a time')
    yield* w.completed()
  }
}

it.each([...new Story()].map((_, index) => index))(
  'finds nothing in a response that is resumed after event %d',
  async (after) => {
    const route = responses.retrieve(new Story())
    const url = `/responses/resp_1?stream=true&starting_after=${after}`
    await (await ask(route, { url, method: 'GET' })).text()
    await route.calls[0]?.settled

    expect(route.calls[0]?.findings).toEqual([])
  },
)
