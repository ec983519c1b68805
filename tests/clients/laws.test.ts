import * as fc from 'fast-check'
import {
  beta,
  chat,
  completeChatCompletion,
  completeResponse,
  completeRun,
  EventStream,
  foldChatCompletion,
  foldMessages,
  foldResponse,
  foldRun,
  responses,
  unfoldChatCompletion,
  unfoldResponse,
  unfoldRun,
} from 'msw-openai'
import type { ChatCompletion } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { anyText } from '../routes/support.js'
import { createClient, useServer } from './support.js'

const server = useServer()

/** A script of given events. */
class Scripted<Event> extends EventStream<Event> {
  constructor(readonly events: readonly Event[]) {
    super()
  }

  generate(): Iterable<Event> {
    return this.events
  }
}

/** Each run is a request. */
const runs = { numRuns: 30 }

const anyCall = fc.record({ name: fc.constantFrom('ask', 'tell'), arguments: anyText })
const anyContent = anyText.filter((text) => text !== '')

it('gives the SDK’s helper of a chat completion the same as the fold', async () => {
  const anyMessage = fc.oneof(
    fc.record({ content: anyContent }),
    fc.record({ refusal: anyContent }),
    fc.record({
      tool_calls: fc.array(fc.record({ function: anyCall }), { minLength: 1, maxLength: 3 }),
    }),
  )
  const anyChoices = fc.array(fc.record({ message: anyMessage }), { minLength: 1, maxLength: 3 })

  await fc.assert(
    fc.asyncProperty(anyChoices, async (choices) => {
      const chunks = [...unfoldChatCompletion(completeChatCompletion({ choices }))]
      play(chat.completions.create(new Scripted(chunks)))
      const body = { model: 'gpt-5', messages: [{ role: 'user' as const, content: 'Hi' }], n: 3 }

      const final = await createClient().chat.completions.stream(body).finalChatCompletion()

      // The API streams no annotations where there are none; a whole message has an empty list.
      expect(withAnnotations(final)).toMatchObject(foldChatCompletion(chunks))
    }),
    runs,
  )
})

function withAnnotations({ choices, ...completion }: ChatCompletion): object {
  return {
    ...completion,
    choices: choices.map(({ message, ...choice }) => ({
      ...choice,
      message: { annotations: [], ...message },
    })),
  }
}

it('gives the SDK’s helper of a response the same as the fold', async () => {
  const anyItem = fc.oneof(
    fc.record({ content: fc.tuple(fc.record({ text: anyText })) }),
    fc.record({ type: fc.constant('reasoning' as const), summary: fc.array(anySummary()) }),
    anyCall.map((call) => ({ type: 'function_call' as const, ...call })),
    anyText.map((input) => ({ type: 'custom_tool_call' as const, name: 'ask', input })),
  )

  await fc.assert(
    fc.asyncProperty(fc.array(anyItem, { maxLength: 4 }), async (output) => {
      const events = [...unfoldResponse(completeResponse({ output }))]
      play(responses.create(new Scripted(events)))

      const final = await createClient()
        .responses.stream({ model: 'gpt-5', input: 'Hi' })
        .finalResponse()

      expect(final).toMatchObject(foldResponse(events))
    }),
    runs,
  )
})

it('gives the SDK’s helper of a run the same as the fold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyContent, { minLength: 1, maxLength: 3 }), async (texts) => {
      const messages = texts.map((value) => ({
        content: [{ type: 'text' as const, text: { value } }],
      }))
      const events = [...unfoldRun(completeRun({ messages }))]
      play(beta.threads.runs.create(new Scripted(events)))

      const stream = createClient().beta.threads.runs.stream('thread_1', { assistant_id: 'asst_1' })

      await expect(stream.finalRun()).resolves.toEqual(foldRun(events))
      await expect(stream.finalMessages()).resolves.toMatchObject(
        foldMessages(events).map(({ content }) => ({ content })),
      )
    }),
    runs,
  )
})

function anySummary() {
  return anyText.map((text) => ({ type: 'summary_text' as const, text }))
}

/** Answer with one route alone. */
function play(route: Parameters<typeof server.use>[0]): void {
  server.resetHandlers()
  server.use(route)
}
