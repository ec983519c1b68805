import { sse, type RuleCases } from '../lint/rule-case.js'

const HEAD = {
  id: 'cmpl-1',
  object: 'text_completion',
  created: 1700000000,
  model: 'gpt-3.5-turbo-instruct',
}

/** Makes a choice. */
function choice(text: string, finish_reason: string | null = null, index = 0) {
  return { text, index, logprobs: null, finish_reason }
}

const chunk = (...choices: readonly object[]) => ({ ...HEAD, choices })
const hello = chunk(choice('Hello'))
const finish = chunk(choice('', 'stop'))
const tokens = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
const usage = { ...chunk(), usage: tokens }
const DONE = '[DONE]'

/** A stream with a text and the usage. */
const text = sse({ ...hello, usage: null }, { ...finish, usage: null }, usage, DONE)

/** A stream with two choices, which one chunk finishes. */
const choices = sse(
  hello,
  chunk(choice('Hi', null, 1)),
  chunk(choice('', 'stop'), choice('', 'stop', 1)),
  DONE,
)

/** A stream whose last token has the reason, which an empty chunk repeats. */
const length = sse(chunk(choice('Hello', 'length')), chunk(choice('', 'length')), DONE)

export const completionsCases: RuleCases = {
  'completions/event-name': { wrong: `event: chunk\n${text}`, right: text },
  'completions/id': { wrong: sse({ ...hello, id: '' }, { ...finish, id: '' }, DONE), right: text },
  'completions/same-id': { wrong: sse(hello, { ...finish, id: 'cmpl-2' }, DONE), right: text },
  'completions/same-created': { wrong: sse(hello, { ...finish, created: 1 }, DONE), right: text },
  'completions/same-model': { wrong: sse(hello, { ...finish, model: 'a' }, DONE), right: text },
  'completions/logprobs-missing': {
    wrong: sse(chunk({ text: 'Hi', index: 0, finish_reason: 'stop' }), DONE),
    right: text,
  },
  'completions/one-choice': {
    wrong: sse(
      chunk(choice('Hello'), choice('Hi', null, 1)),
      chunk(choice('', 'stop'), choice('', 'stop', 1)),
      DONE,
    ),
    right: choices,
  },
  'completions/empty-choices': { wrong: sse(chunk(), hello, finish, DONE), right: text },
  'completions/finish-reason': { wrong: sse(hello, chunk(choice('', 'abort')), DONE), right: text },
  'completions/finish-once': { wrong: sse(hello, finish, finish, DONE), right: length },
  'completions/after-finish': { wrong: sse(hello, finish, hello, DONE), right: length },
  'completions/finish-missing': {
    wrong: sse(hello, DONE),
    right: sse(hello, { error: { message: 'Overloaded' } }),
  },
  'completions/usage-alone': {
    wrong: sse(hello, { ...finish, usage: tokens }, DONE),
    right: text,
  },
  'completions/usage-after-finish': { wrong: sse(hello, usage, finish, DONE), right: text },
  'completions/usage-once': { wrong: sse(hello, finish, usage, usage, DONE), right: text },
}
