import type { Completion } from 'openai/resources/completions'
import { expect, it } from 'vitest'
import { completions, completionWriter, type CompletionWriter } from 'msw-openai/routes'
import { problems } from './support.js'

const { event } = completions.create.endpoint.wire

type Script = (w: CompletionWriter) => Generator<Completion>

function write(script: Script, options?: Parameters<typeof completionWriter>[0]): Completion[] {
  const chunks = [...script(completionWriter(options))]
  for (const chunk of chunks) expect(problems(event, chunk)).toEqual([])
  return chunks
}

/** The choices of all chunks, in short: index, text and reason. */
function told(script: Script): string[] {
  return write(script).map(({ choices }) =>
    choices.map(({ index, text, finish_reason }) => [index, text, finish_reason].join('|')).join(),
  )
}

it('writes the whole of every chunk', () => {
  const head = {
    id: 'cmpl-7',
    object: 'text_completion',
    created: 1700000000,
    model: 'davinci-002',
    system_fingerprint: 'fp_1',
  }
  const choice = { index: 2, logprobs: null, finish_reason: null }
  const options = {
    id: 'cmpl-7',
    model: 'davinci-002',
    system_fingerprint: 'fp_1',
    index: 2,
    include_usage: true,
  }

  expect(
    write(function* (w) {
      yield* w.text('Hi')
      yield* w.finish()
      yield* w.usage({ prompt_tokens: 1, completion_tokens: 2 })
    }, options),
  ).toStrictEqual([
    { ...head, choices: [{ ...choice, text: 'Hi' }], usage: null },
    { ...head, choices: [{ ...choice, text: '', finish_reason: 'stop' }], usage: null },
    {
      ...head,
      choices: [],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    },
  ])
})

it('ends a choice with its last text, where it is cut off', () => {
  expect(told((w) => w.text('Too long to', { finish_reason: 'length' }))).toEqual([
    '0|Too|',
    '0| long|',
    '0| to|length',
  ])
  expect(told((w) => w.text('', { finish_reason: 'length' }))).toEqual(['0||length'])
})

it('cuts a text by `by`', () => {
  expect(told((w) => w.text('Hello', { by: ['He', 'llo'] }))).toEqual(['0|He|', '0|llo|'])
})

function* together(w: CompletionWriter): Generator<Completion> {
  yield* w.interleave(w.text('Hello there'), w.choice(2).text('Hi'), w.choice(1).text('Ho ho'))
  yield* w.finishAll()
}

it('writes choices at the same time, and ends them in one chunk', () => {
  expect(told(together)).toEqual([
    '0|Hello|',
    '2|Hi|',
    '1|Ho|',
    '0| there|',
    '1| ho|',
    '0||stop,1||stop,2||stop',
  ])
})

function* oneByOne(w: CompletionWriter): Generator<Completion> {
  yield* w.text('Hi', { finish_reason: 'length' })
  yield* w.choice(1).text('Ho')
  yield* w.finishAll('content_filter')
}

it('ends the choices that are left', () => {
  expect(told(oneByOne)).toEqual(['0|Hi|length', '1|Ho|', '1||content_filter'])
  expect(told((w) => w.finishAll())).toEqual(['0||stop'])
})

const logprobs = {
  tokens: ['Hel', 'lo', ' 👩', '‍👧', '!'],
  token_logprobs: [-1, -2, -3, -4, -5],
  text_offset: [0, 3, 5, 8, 11],
}

it('cuts a text into its tokens, and keeps each grapheme whole', () => {
  const chunks = write((w) => w.text('Hello 👩‍👧!', { logprobs }))

  expect(chunks.map(({ choices: [choice] }) => [choice?.text, choice?.logprobs])).toEqual([
    ['Hel', { tokens: ['Hel'], token_logprobs: [-1], text_offset: [0] }],
    ['lo', { tokens: ['lo'], token_logprobs: [-2], text_offset: [3] }],
    [' 👩‍👧', { tokens: [' 👩', '‍👧'], token_logprobs: [-3, -4], text_offset: [5, 8] }],
    ['!', { tokens: ['!'], token_logprobs: [-5], text_offset: [11] }],
  ])
})

it.each([
  ['by other pieces', { by: ['Hell', 'o 👩‍👧!'] }, [['Hel'], ['lo', ' 👩', '‍👧', '!']]],
  [
    'with tokens that are not its own',
    { logprobs: { tokens: ['bytes:\\xf0'] } },
    [['bytes:\\xf0'], []],
  ],
  ['without tokens', { logprobs: { tokens: [] } }, [[]]],
])('cuts a text %s, and loses no token', (_, options, tokens) => {
  const chunks = write((w) => w.text('Hello 👩‍👧!', { logprobs, ...options }))

  expect(chunks.map(({ choices: [choice] }) => choice?.logprobs?.tokens)).toEqual(tokens)
})

it.each<[what: string, script: Script, message: string]>([
  [
    'a text after the end',
    function* (w) {
      yield* w.finish()
      yield* w.text('Hi')
    },
    'Failed to write another chunk of choice 0: the choice has finished.',
  ],
  [
    'two ends',
    function* (w) {
      yield* w.text('Hi', { finish_reason: 'length' })
      yield* w.finish('length')
    },
    'Failed to write another chunk of choice 0: the choice has finished.',
  ],
  [
    'a text after the usage',
    function* (w) {
      yield* w.usage()
      yield* w.text('Hi')
    },
    'Failed to write another chunk of choice 0: the usage comes last.',
  ],
  [
    'the usage before the end',
    function* (w) {
      yield* w.choice(1).text('Hi')
      yield* w.usage()
    },
    'Failed to write the usage: choice 1 has not finished.',
  ],
  [
    'two usages',
    function* (w) {
      yield* w.usage()
      yield* w.usage()
    },
    'Failed to write the usage: it has been written already.',
  ],
])('refuses %s', (_, script, message) => {
  expect(() => [...script(completionWriter())]).toThrow(message)
})
