import { sse, type RuleCases } from '../lint/rule-case.js'

const HEAD = {
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1700000000,
  model: 'gpt-5',
}

interface Choice {
  readonly index?: number
  readonly finish_reason?: string | null | undefined
}

/** Makes a chunk with one choice. */
export function piece(delta: object, { index = 0, finish_reason = null }: Choice = {}) {
  return { ...HEAD, choices: [{ index, delta, finish_reason }] }
}

/** Makes a chunk with a piece of a tool call. */
function call(fields: object, index = 0) {
  return piece({ tool_calls: [{ index, ...fields }] })
}

const announced = (id: string) => ({
  id,
  type: 'function',
  function: { name: 'lookup', arguments: '' },
})
const whole = (text: string) => ({ function: { name: 'lookup', arguments: text } })
const more = (text: string) => ({ function: { arguments: text } })

const begin = piece({ role: 'assistant', content: '' })
const hello = piece({ content: 'Hello' })
const finish = piece({}, { finish_reason: 'stop' })
const calls = piece({}, { finish_reason: 'tool_calls' })
const tokens = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
const usage = { ...HEAD, choices: [], usage: tokens }
const DONE = '[DONE]'

/** A stream with a text and the usage. */
export const text = sse(begin, hello, finish, usage, DONE)

/** A stream with two tool calls. */
export const toolCalls = sse(
  begin,
  call(announced('call_1')),
  call(more('{"city":')),
  call(more('"Paris"}')),
  call(announced('call_2'), 1),
  call(more('{}'), 1),
  calls,
  DONE,
)

/** A stream with the one call that the first models make. */
const functionCall = sse(
  piece({ role: 'assistant', content: null, function_call: { name: 'lookup', arguments: '' } }),
  piece({ function_call: { arguments: '{"city":' } }),
  piece({ function_call: { arguments: '"Paris"}' } }),
  piece({}, { finish_reason: 'function_call' }),
  DONE,
)

/** A stream with two choices. */
const choices = sse(
  begin,
  piece({ role: 'assistant', content: '' }, { index: 1 }),
  hello,
  piece({ content: 'Hi' }, { index: 1 }),
  finish,
  piece({}, { index: 1, finish_reason: 'length' }),
  DONE,
)

/** A stream with an audio, which OpenAI does not finish. */
const audio = sse(
  begin,
  { ...HEAD, usage: null },
  piece({ audio: { id: 'audio_1', transcript: 'Hi' } }),
  piece({ role: 'assistant', content: null, audio: { id: 'audio_1', data: 'AAAA' } }),
  usage,
  { ...HEAD, choices: [{ index: 0, delta: { audio: { expires_at: 1700000001 } } }] },
  DONE,
)

/** A stream that an error ends. */
const failed = sse(begin, hello, { error: { message: 'Overloaded', type: 'server_error' } })

export const chatCases: RuleCases = {
  'chat/event-name': {
    wrong: `event: chunk\n${text}`,
    right: text,
  },
  'chat/object': {
    wrong: sse(begin, hello, { ...finish, object: 'chat.completion.done' }, DONE),
    right: text,
  },
  'chat/id': {
    wrong: sse(begin, { ...hello, id: '' }, finish, DONE),
    right: text,
  },
  'chat/same-id': {
    wrong: sse(begin, { ...hello, id: 'chatcmpl-2' }, finish, DONE),
    right: text,
  },
  'chat/same-created': {
    wrong: sse(begin, { ...hello, created: 1700000001 }, finish, DONE),
    right: text,
  },
  'chat/same-model': {
    wrong: sse(begin, { ...hello, model: 'gpt-4o' }, finish, DONE),
    right: text,
  },
  'chat/one-choice': {
    wrong: sse(
      { ...HEAD, choices: [...begin.choices, { ...begin.choices[0], index: 1 }] },
      finish,
      piece({}, { index: 1, finish_reason: 'stop' }),
      DONE,
    ),
    right: choices,
  },
  'chat/empty-choices': {
    wrong: sse({ ...HEAD, choices: [] }, begin, finish, DONE),
    right: sse(begin, finish, { ...HEAD, choices: [], usage: tokens }, DONE),
  },
  'chat/choices-missing': {
    wrong: sse(begin, finish, { ...HEAD, usage: tokens }, DONE),
    right: audio,
  },
  'chat/choice-index': {
    wrong: sse(
      begin,
      piece({ role: 'assistant', content: '' }, { index: 2 }),
      finish,
      piece({}, { index: 2, finish_reason: 'stop' }),
      DONE,
    ),
    right: choices,
  },
  'chat/delta': {
    wrong: sse(
      begin,
      { ...HEAD, choices: [{ index: 0, finish_reason: null, content_filter_results: {} }] },
      finish,
      DONE,
    ),
    right: text,
  },
  'chat/choice-missing': {
    wrong: sse(usage, DONE),
    right: text,
    also: ['chat/usage-after-finish'],
  },
  'chat/role-first': {
    wrong: sse(hello, finish, DONE),
    right: choices,
  },
  'chat/role-once': {
    wrong: sse(begin, piece({ role: 'assistant', content: 'Hello' }), finish, DONE),
    right: audio,
  },
  'chat/content-text': {
    wrong: sse(begin, piece({ content: [{ type: 'text', text: 'Hello' }] }), finish, DONE),
    right: sse(piece({ role: 'assistant', content: null }), finish, DONE),
  },
  'chat/finish-key': {
    wrong: sse(begin, { ...HEAD, choices: [{ index: 0, delta: { content: 'Hi' } }] }, finish, DONE),
    right: audio,
  },
  'chat/finish-reason': {
    wrong: sse(begin, hello, piece({}, { finish_reason: 'eos' }), DONE),
    right: sse(begin, hello, piece({}, { finish_reason: 'content_filter' }), DONE),
  },
  'chat/finish-once': {
    wrong: sse(begin, hello, finish, finish, DONE),
    right: choices,
  },
  'chat/after-finish': {
    wrong: sse(begin, finish, hello, DONE),
    right: choices,
  },
  'chat/finish-missing': {
    wrong: sse(begin, hello, DONE),
    right: failed,
  },
  'chat/tool-call-index': {
    wrong: sse(
      begin,
      piece({ tool_calls: [{ ...announced('call_1'), ...whole('{}') }] }),
      calls,
      DONE,
    ),
    right: toolCalls,
  },
  'chat/tool-call-announced': {
    wrong: sse(begin, call({ id: 'call_1', ...more('{}') }), calls, DONE),
    right: toolCalls,
  },
  'chat/tool-call-repeated': {
    wrong: sse(
      begin,
      call(announced('call_1')),
      call({ ...announced('call_1'), ...whole('{}') }),
      calls,
      DONE,
    ),
    right: toolCalls,
  },
  'chat/tool-call-id': {
    wrong: sse(
      begin,
      call({ ...announced('call_1'), ...whole('{}') }),
      call({ ...announced('call_1'), ...whole('{}') }, 1),
      calls,
      DONE,
    ),
    right: toolCalls,
  },
  'chat/tool-call-changed': {
    wrong: sse(
      begin,
      call(announced('call_1')),
      call({ id: 'call_2', ...more('{}') }),
      calls,
      DONE,
    ),
    right: toolCalls,
  },
  'chat/tool-calls-missing': {
    wrong: sse(begin, hello, calls, DONE),
    right: toolCalls,
  },
  'chat/function-call-name': {
    wrong: sse(
      begin,
      piece({ function_call: { arguments: '{}' } }),
      piece({}, { finish_reason: 'function_call' }),
      DONE,
    ),
    right: functionCall,
  },
  'chat/tool-call-order': {
    wrong: sse(
      begin,
      call(announced('call_1')),
      call(announced('call_2'), 1),
      call(more('{}')),
      call(more('{}'), 1),
      calls,
      DONE,
    ),
    right: toolCalls,
  },
  'chat/tool-call-arguments': {
    wrong: sse(begin, call(announced('call_1')), call(more('{"city":')), calls, DONE),
    right: sse(
      begin,
      call(announced('call_1')),
      call(more('{"city":')),
      piece({}, { finish_reason: 'length' }),
      DONE,
    ),
  },
  'chat/usage-alone': {
    wrong: sse(begin, hello, { ...finish, usage: tokens }, DONE),
    right: sse({ ...begin, usage: null }, { ...finish, usage: null }, usage, DONE),
  },
  'chat/usage-after-finish': {
    wrong: sse(begin, hello, usage, finish, DONE),
    right: audio,
  },
  'chat/usage-id': {
    wrong: sse(begin, hello, finish, { ...usage, id: '' }, DONE),
    right: text,
    also: ['chat/id'],
  },
  'chat/usage-once': { wrong: sse(begin, hello, finish, usage, usage, DONE), right: text },
}
