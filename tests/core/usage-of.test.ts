import { decode } from 'msw-openai'
import { createRoutes } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { answered } from './answered.js'
import { routeFactories, type AnyFactory } from './route-tree.js'
import { streamed } from './streamed.js'

const factories = routeFactories()
const endpoints = new Map(factories.map(([name, { endpoint }]) => [name, endpoint]))
const streaming = routeFactories(createRoutes({ checkRequests: false })).filter(
  ([, { endpoint }]) => endpoint.wire,
)

/** The names under which OpenAI counts, each with its own number. */
const COMPLETION = {
  prompt_tokens: 9,
  completion_tokens: 5,
  prompt_tokens_details: { cached_tokens: 4 },
  completion_tokens_details: { reasoning_tokens: 2 },
}
const RESPONSE = {
  input_tokens: 9,
  output_tokens: 5,
  input_tokens_details: { cached_tokens: 4 },
  output_tokens_details: { reasoning_tokens: 2 },
}
const ALL = { input: 9, output: 5, cached: 4, reasoning: 2 }

/** Recognizes JSON with a usage at any depth. */
function hasUsage(json: unknown): boolean {
  return JSON.stringify(json).includes('"usage":{')
}

/** Lists the bodies or the events in which an endpoint finds a usage. */
function readBy({ endpoint }: AnyFactory, sent: readonly unknown[]): unknown[] {
  return sent.filter((each) => endpoint.usageOf?.(each) !== undefined)
}

// The usage of a resource in a list is none of the answer.
it.each(factories.filter(([name]) => !name.endsWith('.list')))(
  'reads the usage in the answer of %s, where it has one',
  async (name, create) => {
    const { bodies } = await answered(name, create)

    expect(readBy(create, bodies)).toEqual(bodies.filter(hasUsage))
  },
)

it.each(streaming)('reads the usage in the stream of %s, where it has one', async (_, create) => {
  const { body } = await streamed(create)
  const events: unknown[] = []
  for await (const { data } of decode(body ?? [])) {
    if (data !== '[DONE]') events.push(JSON.parse(data))
  }

  expect(readBy(create, events)).toEqual(events.filter(hasUsage))
})

it.each<[name: string, sent: unknown, usage: object | undefined]>([
  ['chat.completions.create', { usage: COMPLETION }, ALL],
  ['chat.completions.create', { usage: RESPONSE }, undefined],
  ['chat.completions.create', { usage: null }, undefined],
  ['chat.completions.create', { error: { message: 'Sorry' } }, undefined],
  ['chat.completions.create', 'Hello', undefined],
  ['chat.completions.create', null, undefined],
  ['completions.create', { usage: COMPLETION }, ALL],
  ['embeddings.create', { usage: { prompt_tokens: 3, total_tokens: 3 } }, { input: 3 }],
  ['responses.create', { usage: RESPONSE }, ALL],
  ['responses.create', { type: 'response.completed', response: { usage: RESPONSE } }, ALL],
  ['responses.create', { usage: COMPLETION }, undefined],
  ['responses.cancel', { usage: RESPONSE }, ALL],
  ['beta.threads.runs.create', { usage: COMPLETION }, ALL],
  ['beta.threads.runs.create', { event: 'thread.run.completed', data: { usage: COMPLETION } }, ALL],
  ['beta.threads.runs.cancel', { usage: COMPLETION }, ALL],
  ['images.createVariation', { usage: RESPONSE }, ALL],
  ['audio.transcriptions.create', { usage: { type: 'duration', seconds: 3 } }, undefined],
])('reads the usage of %s: %j', (name, sent, usage) => {
  expect(endpoints.get(name)?.usageOf?.(sent)).toEqual(usage)
})
