import * as fc from 'fast-check'
import type { HttpHandler } from 'msw'
import {
  audio,
  beta,
  chat,
  completeChatCompletion,
  completeImages,
  completeResponse,
  completeRun,
  completeSpeech,
  completeTranscription,
  EventStream,
  foldChatCompletion,
  foldImages,
  foldMessages,
  foldResponse,
  foldRun,
  foldRunSteps,
  foldSpeech,
  foldTranscription,
  images,
  responses,
  unfoldChatCompletion,
  unfoldResponse,
  unfoldRun,
  type TranscriptionEvent,
} from 'msw-openai'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { ChatCompletion } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { anyText } from '../routes/support.js'
import { readAll } from '../support.js'
import { streams } from './streams.js'
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

// The arguments of a call are any text, and seldom JSON.
const ODD_CHUNKS = { meta: { findings: ['chat/tool-call-arguments'] } }
const ODD_EVENTS = { meta: { findings: ['responses/arguments-json'] } }

const anyCall = fc.record({ name: fc.constantFrom('ask', 'tell'), arguments: anyText })
const anyContent = anyText.filter((text) => text !== '')

it('gives the SDK’s helper of a chat completion the same as the fold', ODD_CHUNKS, async () => {
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

it('gives the SDK’s helper of a response the same as the fold', ODD_EVENTS, async () => {
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

/** A law: the SDK reads in the stream of any resource what the resource was. */
function law<Event, Resource>(
  create: { (answer: Resource): HttpHandler; readonly endpoint: { readonly name: string } },
  anyResource: fc.Arbitrary<Resource>,
  fold: (events: readonly Event[]) => unknown,
): [name: string, holds: () => Promise<void>] {
  const { name } = create.endpoint
  const stream = streams.find((each) => each.name === name)
  const property = fc.asyncProperty(anyResource, async (whole) => {
    play(create(whole))
    // The events are those of the endpoint.
    const events = (await stream?.ask(createClient(), {})) as AsyncIterable<Event>

    expect(fold((await readAll(events)).items)).toEqual(whole)
  })
  return [name, () => fc.assert(property, runs)]
}

const tokens = fc.nat({ max: 999 })
const anyImages = fc
  .record({
    created: tokens,
    // No image comes twice: that is a finding of the lint.
    data: fc.uniqueArray(fc.record({ b64_json: fc.base64String({ minLength: 4 }) }), {
      minLength: 1,
      maxLength: 3,
      selector: ({ b64_json }) => b64_json,
    }),
    size: fc.constantFrom('1024x1024' as const, '1536x1024' as const),
  })
  .map((given) => completeImages(given))
const LISTENING = { model: 'gpt-4o-transcribe' }
const anyTranscription = anyText.map((text) => completeTranscription(text, { body: LISTENING }))
const anySpeech = fc
  .record({ audio: fc.uint8Array({ maxLength: 9000, size: 'max' }), output_tokens: tokens })
  .map(({ audio: bytes, output_tokens }) =>
    completeSpeech({ audio: bytes, usage: { output_tokens } }),
  )
const anyRun = fc
  .record({ text: anyContent, call: anyCall, output: anyText })
  .map(({ text, call, output }) =>
    completeRun({
      messages: [{ id: 'msg_1', content: [{ type: 'text', text: { value: text } }] }],
      steps: [
        { step_details: { type: 'tool_calls', tool_calls: [callOf({ ...call, output })] } },
        { step_details: { type: 'message_creation', message_creation: { message_id: 'msg_1' } } },
      ],
    }),
  )
/** The field of the beta, which the types of Responses do not have. */
const agent: object = { agent: { agent_name: 'researcher' } }
const anyBetaResponse = anyText.map((text) =>
  completeResponse({ background: true, output: [{ content: [{ text }], ...agent }] }),
)

function callOf(fn: { name: string; arguments: string; output: string }) {
  return { id: 'call_1', type: 'function' as const, function: fn }
}

function wholeRun(events: readonly AssistantStreamEvent[]) {
  return { ...foldRun(events), messages: foldMessages(events), steps: foldRunSteps(events) }
}

it.each([
  law(beta.responses.create, anyBetaResponse, foldResponse),
  law(beta.responses.retrieve, anyBetaResponse, foldResponse),
  law(beta.threads.createAndRun, anyRun, wholeRun),
  law(beta.threads.runs.submitToolOutputs, anyRun, wholeRun),
  law(audio.transcriptions.create, anyTranscription, (events: readonly TranscriptionEvent[]) =>
    foldTranscription(events, { body: LISTENING }),
  ),
  law(audio.speech.create, anySpeech, foldSpeech),
  law(images.generate, anyImages, foldImages),
  law(images.edit, anyImages, foldImages),
])('reads in the stream of %s what it was made of', async (_, holds) => {
  await expect(holds()).resolves.toBeUndefined()
})

function anySummary() {
  return anyText.map((text) => ({ type: 'summary_text' as const, text }))
}

/** Answer with one route alone. */
function play(route: Parameters<typeof server.use>[0]): void {
  server.resetHandlers()
  server.use(route)
}
