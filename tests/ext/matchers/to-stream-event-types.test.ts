import { expect, it } from 'vitest'
import { chunk } from '../../support.js'
import { stories } from './protocols.js'
import { complaint, later, Says } from './support.js'

it('names a chunk after its fields', () => {
  const [head] = chunk('').choices
  const choice = (fields: object) => ({ ...chunk(''), choices: [{ ...head, ...fields }] })

  expect([
    choice({ delta: { content: 'Hi', role: 'assistant' } }),
    choice({ delta: { refusal: 'No', content: null } }),
    choice({ delta: { reasoning_content: 'Hm' } }),
    choice({ delta: { tool_calls: [{ index: 0 }] } }),
    choice({ delta: { content: '' }, finish_reason: 'stop' }),
    choice({ delta: {} }),
    { ...chunk(''), choices: [], usage: { total_tokens: 1 } },
    { ...chunk(''), choices: [], object: '', prompt_filter_results: [] },
  ]).toStreamEventTypes([
    'role+content',
    'refusal',
    'reasoning_content',
    'tool_calls',
    'finish_reason',
    'empty',
    'usage',
    'empty',
  ])
})

it('names the events of a response by their type', () => {
  expect([...stories.responses].slice(0, 5)).toStreamEventTypes([
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
  ])
})

it('names the events of a run by their name', async () => {
  await expect(later([...stories.runs].slice(0, 2))).toStreamEventTypes([
    'thread.run.created',
    'thread.run.queued',
  ])
})

it('names other events by their type, where they have one', () => {
  expect([{ type: 'progress' }, { event: 'tick' }, 1]).toStreamEventTypes([
    'progress',
    'tick',
    'unknown',
  ])
})

it('takes asymmetric matchers', () => {
  expect(new Says('Hi')).toStreamEventTypes([
    expect.stringContaining('role'),
    expect.any(String),
    'finish_reason',
  ])
  expect(new Says('Hi')).not.toStreamEventTypes(['role'])
})

it('shows the first type that differs', async () => {
  await expect(
    complaint(() =>
      expect(new Says('Hello there all')).toStreamEventTypes(['role', 'content', 'usage']),
    ),
  ).resolves.toMatchInlineSnapshot(`
    "expect(stream).toStreamEventTypes(expected)

    Event type 2 differs:
      expected: "usage"
      received: "content"

        0  role
        1  content
      - 2  usage
      + 2  content
        3  content
        4  finish_reason

    Expected 3 event types, received 5."
  `)
})

it('shows the types that are missing', async () => {
  await expect(
    complaint(() => expect([chunk('a')]).toStreamEventTypes(['content', expect.any(String)])),
  ).resolves.toMatchInlineSnapshot(`
    "expect(stream).toStreamEventTypes(expected)

    Expected 2 event types, received 1. 1 is missing:

        0  content
      - 1  Any(String)"
  `)
})

it('shows the types that were not to come', async () => {
  await expect(complaint(() => expect([chunk('a')]).not.toStreamEventTypes(['content']))).resolves
    .toMatchInlineSnapshot(`
    "expect(stream).not.toStreamEventTypes(expected)

    Expected anything but 1 such event type:

        0  content"
  `)
})

it('explains that it takes an array', async () => {
  await expect(
    // @ts-expect-error -- Plain JavaScript may forget the array.
    complaint(() => expect([chunk('a')]).toStreamEventTypes('content')),
  ).resolves.toMatchInlineSnapshot(
    `"Failed to use toStreamEventTypes(): expected an array, received "content"."`,
  )
})
