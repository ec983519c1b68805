import {
  apiError,
  chat,
  chatCompletionWriter,
  completionWriter,
  createRoute,
  createRoutes,
  cutAfter,
  deliver,
  everyCut,
  everySplit,
  imageWriter,
  LiveEventStream,
  rateLimited,
  reply,
  respond,
  runWriter,
  speechWriter,
  transcriptionWriter,
  unnamed,
} from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import { lint } from 'msw-openai/lint'
import { useServer } from 'msw-openai/vitest'
import type { ThreadCreateAndRunParams } from 'openai/resources/beta/threads/threads'
import { expect, it } from 'vitest'
import { Words } from '../support.js'

const script = new Words(['Hello'])
const { create } = chat.completions
const readNothing = () => undefined

/** A function of any arguments, which plain JavaScript can give. */
type Any = (...given: unknown[]) => unknown

const endpoint = { name: 'ticks.list', method: 'GET', path: '/ticks' } as const
const ENDPOINT_FIELDS =
  '{ name, method, path, requiredQuery, query, matches, body, errors, headers, openAIHeaders, wire, streams, resume, fold, unfold, short, complete, fromReply, plain, headersOf, usageOf, request, events, rules, withoutRules, paging }'
const CHAT_OPTIONS =
  '{ id, created, model, service_tier, system_fingerprint, logprobs, include_usage, include_obfuscation, index }'
const RUN_OPTIONS =
  '{ run_id, thread_id, created_at, assistant_id, model, instructions, metadata, temperature, top_p, max_completion_tokens, max_prompt_tokens, truncation_strategy, response_format, tool_choice, parallel_tool_calls, tools, tool_outputs, stream, additional_instructions, additional_messages, reasoning_effort, thread, tool_resources }'

it.each<[name: string, call: () => unknown, message: string]>([
  [
    'respond()',
    () => (respond as Any)(create, script, { throug: [cutAfter(1)] }),
    'Failed to respond: unknown option "throug". Expected { through, status, headers, signal, observer }. Did you mean "through"?',
  ],
  [
    'apiError()',
    () => (apiError as Any)(400, {}, { header: {} }),
    'Failed to create apiError(400): unknown option "header". Expected { headers }. Did you mean "headers"?',
  ],
  [
    'chatCompletionWriter(), as before the redesign',
    () => (chatCompletionWriter as Any)({ systemFingerprint: 'fp_x', serviceTier: 'flex' }),
    `Failed to create chatCompletionWriter(): unknown option "systemFingerprint". Expected ${CHAT_OPTIONS}. Did you mean "system_fingerprint"?`,
  ],
  [
    'chatCompletionWriter() with the old name of the padding',
    () => (chatCompletionWriter as Any)({ obfuscation: true }),
    `Failed to create chatCompletionWriter(): unknown option "obfuscation". Expected ${CHAT_OPTIONS}. Did you mean "include_obfuscation"?`,
  ],
  [
    'completionWriter()',
    () => (completionWriter as Any)({ includeUsage: true }),
    'Failed to create completionWriter(): unknown option "includeUsage". Expected { id, created, model, system_fingerprint, include_usage, index }. Did you mean "include_usage"?',
  ],
  [
    'imageWriter()',
    () => (imageWriter as Any)({ format: 'webp' }),
    'Failed to create imageWriter(): unknown option "format". Expected { type, created_at, background, output_format, quality, size }. Did you mean "output_format"?',
  ],
  [
    'runWriter()',
    () => (runWriter as Any)({ threadId: 'thread_7' }),
    `Failed to create runWriter(): unknown option "threadId". Expected ${RUN_OPTIONS}. Did you mean "thread_id"?`,
  ],
  [
    'speechWriter()',
    () => (speechWriter as Any)({ by: 9 }),
    'Failed to create speechWriter(): unknown option "by". Expected no options.',
  ],
  [
    'transcriptionWriter()',
    () => (transcriptionWriter as Any)({ by: 'word' }),
    'Failed to create transcriptionWriter(): unknown option "by". Expected no options.',
  ],
  [
    'LiveEventStream',
    () => Reflect.construct(LiveEventStream, [{ foo: 1 }]),
    'Failed to create a LiveEventStream: unknown option "foo". Expected no options.',
  ],
  [
    'createFetch()',
    () => (createFetch as Any)([], { foo: 1 }),
    'Failed to create a fetch function: unknown option "foo". Expected no options.',
  ],
  [
    'useServer()',
    () => (useServer as Any)(create('Hi'), { lintt: 'error' }),
    'Failed to set up a server: unknown option "lintt". Expected { leftovers, unused, unplanned, lint, report }. Did you mean "lint"?',
  ],
  [
    'a matcher of streams',
    () => expect(script).toStreamText('Hello', { eror: /terminated/ } as object),
    'Failed to use toStreamText(): unknown option "eror". Expected { error, endpoint }. Did you mean "error"?',
  ],
  [
    'createRoutes()',
    () => (createRoutes as Any)({ baseUrl: 'https://localhost' }),
    'Failed to create routes: unknown option "baseUrl". Expected { baseURL, apiKey, dialect, headers, checkRequests }. Did you mean "baseURL"?',
  ],
  [
    'an endpoint of your own',
    () => (createRoute as Any)({ ...endpoint, foldd: () => [] }),
    `Failed to create routes of "ticks.list": unknown field of the endpoint "foldd". Expected ${ENDPOINT_FIELDS}. Did you mean "fold"?`,
  ],
  [
    'a wire format of your own',
    () => (createRoute as Any)({ ...endpoint, wire: { frame: unnamed, terminate: {} } }),
    'Failed to create routes of "ticks.list": unknown field of the wire format "terminate". Expected { event, frame, read, terminator, isFinal, remembers, error, lineEnding, headers }. Did you mean "terminator"?',
  ],
  [
    'a dialect of your own',
    () => (createRoutes as Any)({ dialect: { name: 'gateway', baseUrl: 'https://localhost' } }),
    'Failed to create routes: unknown field of the dialect "baseUrl". Expected { name, baseURL, headers, endpoint, error, refuse }. Did you mean "baseURL"?',
  ],
  [
    'a route',
    () => (create as Any)('Hi', { trough: [] }),
    'Failed to create chat.completions.create: unknown option "trough". Expected { through, status, headers, record, calls }. Did you mean "through"?',
  ],
  [
    'deliver()',
    () => (deliver as Any)('Hi', { header: {} }),
    'Failed to create deliver(): unknown option "header". Expected { through, status, headers }. Did you mean "headers"?',
  ],
  [
    'reply()',
    () => (reply as Any)({ tool_calls: [] }),
    'Failed to create reply(): unknown field "tool_calls". Expected { text, reasoning, toolCalls, refusal, usage, finish, by }. Did you mean "toolCalls"?',
  ],
  [
    'rateLimited()',
    () => (rateLimited as Any)({ retryAfter: 20 }),
    'Failed to create rateLimited(): unknown option "retryAfter". Expected { retryAfterMs, type }. Did you mean "retryAfterMs"?',
  ],
])('refuses an unknown option of %s', (_, call, message) => {
  expect(call).toThrow(new TypeError(message))
})

it.each<[name: string, call: () => unknown, message: string]>([
  [
    'lint()',
    () => (lint as Any)(create, script, { foo: 1 }),
    'Failed to lint a stream: unknown option "foo". Expected no options.',
  ],
  [
    'everyCut()',
    () => (everyCut as Any)(create, script, readNothing, { byte: true }),
    'Failed to sweep: unknown option "byte". Expected { bytes, timeout }. Did you mean "bytes"?',
  ],
  [
    'everySplit()',
    () => (everySplit as Any)(create, script, readNothing, { random: { seeds: 2 } }),
    'Failed to sweep: unknown option of random "seeds". Expected { runs, seed }. Did you mean "seed"?',
  ],
])('refuses an unknown option of %s, in its promise', async (_, call, message) => {
  await expect(call()).rejects.toThrow(new TypeError(message))
})

it.each(['PUT', 'post', undefined])('refuses an endpoint with the method %s', (method) => {
  expect(() => (createRoute as Any)({ ...endpoint, method })).toThrow(
    new TypeError(
      `Failed to create routes of "ticks.list": expected { method: 'GET' }, 'POST' or 'DELETE', received ${method && `"${method}"`}.`,
    ),
  )
})

it('takes every field of a request for a run, of which a run repeats some', () => {
  const body: ThreadCreateAndRunParams = {
    assistant_id: 'asst_9',
    thread: { messages: [{ role: 'user', content: 'Hello' }] },
    tool_resources: {},
    stream: true,
  }
  const more = {
    additional_messages: [],
    additional_instructions: 'Be brief.',
    reasoning_effort: 'low',
  }
  const [created] = runWriter({ ...body, ...more }).completed()

  expect(created).toMatchObject({ data: { assistant_id: 'asst_9' } })
})

it('asks to call a route factory in the place of a handler', () => {
  for (const given of [[create], [create('Hi'), create, {}]]) {
    expect(() => (useServer as Any)(...given)).toThrow(
      "Failed to set up a server: expected handlers, received a function. Call it: chat.completions.create('Hello').",
    )
  }
})
