import * as fc from 'fast-check'
import { chatCompletionWriter, completeChatCompletion, unfoldChatCompletion } from 'msw-openai'
import { expect, it } from 'vitest'
import { anyText } from '../support.js'

const anyAnswer = fc.record({
  text: anyText,
  model: fc.constantFrom('gpt-5', 'gpt-4o', 'gpt-4.1'),
  by: fc.constantFrom('word' as const, 'grapheme' as const, 3),
  finish_reason: fc.constantFrom('stop' as const, 'length' as const),
  include_usage: fc.boolean(),
  include_obfuscation: fc.boolean(),
})

it('unfolds a text alone to the chunks that a writer writes', () => {
  fc.assert(
    fc.property(anyAnswer, ({ text, model, by, finish_reason, ...stream_options }) => {
      const body = { model, stream_options }
      const message = { content: text }
      const completion = completeChatCompletion({ choices: [{ message, finish_reason }] }, { body })
      const { object: _, choices, usage, ...head } = completion
      const w = chatCompletionWriter({
        ...head,
        logprobs: choices[0]?.logprobs === null ? null : undefined,
        ...stream_options,
      })

      expect([...unfoldChatCompletion(completion, { body, by })]).toEqual([
        ...w.text(text, { by }),
        ...w.finish(finish_reason),
        ...(stream_options.include_usage ? w.usage(usage) : []),
      ])
    }),
  )
})

it.each([null, undefined])('ends a text whose finish_reason is %s with stop', (finish_reason) => {
  const completion = completeChatCompletion('Hello')
  const [choice] = completion.choices
  const chunks = unfoldChatCompletion({
    ...completion,
    choices: [{ ...choice, finish_reason }] as never[],
  })

  expect([...chunks].at(-1)?.choices[0]?.finish_reason).toBe('stop')
})

it('unfolds a text of a message without refusal to chunks without refusal', () => {
  const message = { role: 'assistant', content: 'Hello' }
  const completion = { id: 'chatcmpl-1', choices: [{ index: 0, message, finish_reason: 'stop' }] }
  const [first] = unfoldChatCompletion(completion as never)

  expect(first?.choices[0]?.delta).toEqual({ role: 'assistant', content: '' })
})
