import * as fc from 'fast-check'
import { beta, continueRun, runWriter } from 'msw-openai/routes'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { expect, it } from 'vitest'
import { damaged } from '../damage.js'
import { changesOf, eventFindings, ruleProblems } from '../lint/changed-events.js'
import { findingsIn, rulesOf, sse } from '../lint/rule-case.js'
import { calling, copied, runsCases, stream } from './runs-cases.js'

const { endpoint } = beta.threads.runs.create
const continued = beta.threads.runs.submitToolOutputs.endpoint
const withThread = beta.threads.createAndRun.endpoint
const cases = Object.entries(runsCases)

type Writer = ReturnType<typeof runWriter>

it('has a case of every rule', () => {
  expect(Object.keys(runsCases).toSorted()).toEqual(
    endpoint.rules?.rules.map(({ id }) => id).toSorted(),
  )
})

it.each(cases)('finds a stream that breaks %s', (id, { wrong, also = [] }) => {
  expect(rulesOf(findingsIn(endpoint, wrong)).toSorted()).toEqual([id, ...also].toSorted())
})

it.each(cases)('finds nothing in a stream that obeys %s', (_, { right }) => {
  expect(findingsIn(endpoint, right)).toEqual([])
})

it.each(['constructor', '__proto__', 'toString'])(
  'throws at no run event that is called %s',
  (verb) => {
    const event = { event: `thread.run.${verb}`, data: { id: 'run_1' } }

    expect(rulesOf(eventFindings(endpoint, [event]))).toContain('stream/schema')
  },
)

it.each([continued, withThread])('has the same rules for $name', ({ rules }) => {
  expect(rules?.rules).toEqual(endpoint.rules?.rules)
})

it('asks for the thread where a request creates one, and nowhere else', () => {
  const run = runWriter()
  const created = copied([...run.thread(), ...run.message('Hi'), ...run.completed()])

  expect(eventFindings(withThread, created)).toEqual([])
  expect(rulesOf(eventFindings(endpoint, created))).toEqual(['runs/first-event'])
  expect(rulesOf(eventFindings(withThread, created.slice(1)))).toEqual(['runs/first-event'])
})

it('takes the end of the step that called the tools as the beginning of a run that continues', () => {
  const calls = runWriter().toolCalls([{ name: 'look', id: 'call_1' }])
  const run = continueRun(calls, [{ tool_call_id: 'call_1', output: 'Sunny' }])
  const events = copied([...run.message('Sunny'), ...run.completed()])

  expect(eventFindings(continued, events)).toEqual([])
  expect(eventFindings(continued, events.slice(1))).toEqual([])
  expect(rulesOf(eventFindings(endpoint, events))).toContain('runs/first-event')
})

it('says that a run is queued before it is created', () => {
  const [, ...rest] = stream.filter(({ event }) => event !== 'thread.created')
  const messages = eventFindings(endpoint, rest).map(({ message }) => message)

  expect(messages).toContain('The run is queued before it is created.')
})

it.each<[what: string, write: (run: Writer) => Iterable<AssistantStreamEvent>]>([
  ['a run that is incomplete', (run) => run.incomplete()],
  ['a run that fails', (run) => run.failed()],
  ['a run that is cancelled', (run) => run.cancelled()],
  ['a run that expires', (run) => run.expired()],
])('finds nothing in what the writer writes: %s', (_, write) => {
  const run = runWriter()
  const events = copied([...run.message('Hi', { status: 'in_progress' }), ...write(run)])

  expect(eventFindings(endpoint, events)).toEqual([])
})

it.each<[what: string, end: (run: Writer) => Iterable<AssistantStreamEvent>]>([
  ['fails', (run) => run.failed()],
  ['expires', (run) => run.expired()],
  ['is cancelled', (run) => run.cancelled()],
])('finds once that a run %s before its step and the message of the step', (_, end) => {
  const run = runWriter()
  const events = copied([...run.message('Hi', { status: 'in_progress' }), ...end(run)])
  const open = events.filter(
    ({ event }) => !/(message|step)\.(incomplete|failed|expired|cancelled)$/.test(String(event)),
  )

  expect(eventFindings(endpoint, open)).toMatchObject([
    {
      rule: 'runs/step-ended',
      index: open.length - 1,
      message: 'The run ends before its step "step_1" and the message "msg_1".',
    },
  ])
})

it('takes the search of the first Assistants, a call of type retrieval', () => {
  const events = stream.map((event): typeof event =>
    JSON.parse(JSON.stringify(event).replaceAll('"file_search"', '"retrieval"')),
  )

  expect(JSON.stringify(events)).toContain('"type":"retrieval"')
  expect(eventFindings(endpoint, events)).toEqual([])
})

/** Puts calls of tools into the first delta of the calls. */
function withCalls(calls: (first: object) => object[]): typeof calling {
  const index = calling.findIndex((event) => event['event'] === 'thread.run.step.delta')
  const data = structuredClone(Object(calling[index]?.['data']))
  data.delta.step_details.tool_calls = calls(data.delta.step_details.tool_calls[0])
  return calling.with(index, { event: 'thread.run.step.delta', data })
}

it('reads several calls in one delta, and finds one that is announced twice in it', () => {
  const twice = withCalls((first) => [first, first])
  const next = withCalls((first) => [first, { ...first, index: 1, id: 'call_9' }])

  expect(rulesOf(eventFindings(endpoint, twice))).toEqual(['runs/call-announced-once'])
  expect(rulesOf(eventFindings(endpoint, next))).not.toContain('runs/delta-index')
})

it('takes thread.run.completed for the end of an incomplete run', () => {
  const run = runWriter()
  const events = copied([...run.message('Hi'), ...run.incomplete()]).map((each) =>
    each['event'] === 'thread.run.incomplete' ? { ...each, event: 'thread.run.completed' } : each,
  )

  expect(eventFindings(endpoint, events)).toEqual([])
})

it.each(['drop', 'repeat', 'swap'] as const)(
  'finds each event of a stream that a fault %ss',
  (kind) => {
    for (const events of [stream, calling]) {
      const missed = changesOf(events, kind).flatMap((changed, index) =>
        eventFindings(endpoint, changed).length === 0
          ? [JSON.stringify(events.slice(index, index + 2))]
          : [],
      )

      // The outputs of code and of searches are those of the whole step.
      expect(missed).toEqual(missed.map(() => expect.stringMatching(/"(outputs|results)":\[/)))
    }
  },
)

it('never throws at events of any shape', () => {
  fc.assert(
    fc.property(damaged(stream), fc.array(fc.anything(), { maxLength: 4 }), (events, more) => {
      const given = [...events, ...more, ...events.slice(-4)]

      expect(() => eventFindings(endpoint, given)).not.toThrow()
      expect(() => ruleProblems(continued, given)).not.toThrow()
    }),
  )
})

it('says once that the events have no names', () => {
  const unnamed = sse(...stream.map(({ data }) => Object(data)), '[DONE]')

  expect(findingsIn(endpoint, unnamed)).toMatchObject([
    {
      rule: 'stream/schema',
      index: 0,
      message:
        'The event does not match the schema of the endpoint at event: expected the name of the event, on an event line, received undefined.',
    },
    { rule: 'stream/terminator-name', message: 'The terminator has no name.' },
  ])
})
