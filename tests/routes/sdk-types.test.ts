import type { TranscriptionStreamEvent } from 'openai/resources/audio/transcriptions'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type {
  BetaResponse,
  BetaResponseOutputItem,
  BetaResponseStreamEvent,
} from 'openai/resources/beta/responses/responses'
import type { ThreadCreateAndRunParams } from 'openai/resources/beta/threads/threads'
import type { RunCreateParams } from 'openai/resources/beta/threads/runs/runs'
import type {
  ChatCompletionChunk,
  ChatCompletionCreateParams,
} from 'openai/resources/chat/completions'
import type { Completion, CompletionCreateParams } from 'openai/resources/completions'
import type {
  ImageEditStreamEvent,
  ImageGenerateParams,
  ImageGenStreamEvent,
} from 'openai/resources/images'
import type {
  ResponseCreateParams,
  ResponseOutputItem,
  ResponseOutputText,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses'
import { expect, expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import {
  audio,
  beta,
  chat,
  completions,
  images,
  imageWriter,
  responses,
  responseWriter,
  type BetaResponseEvent,
  type BetaWireResponse,
  type CompletionEvent,
  type ImageGenerationEvent,
  type ResponseEvent,
  type TranscriptionEvent,
} from 'msw-openai/routes'
import { AsyncEventStream, EventStream } from 'msw-openai/streaming'
import { agentItemFields } from '../../src/routes/beta-responses/beta-event-schema.js'
import type { chunkSchema } from '../../src/routes/chat-completions/chunk-schema.js'
import type { completionEvent } from '../../src/routes/completions/text-completion-schema.js'
import { editFields, generationFields } from '../../src/routes/images/image-event-schema.js'
import { eventFields as fields } from '../../src/routes/responses/response-event-schema.js'
import {
  annotationFields as annotations,
  itemFields as items,
} from '../../src/routes/responses/response-schema.js'
import { carried } from '../../src/routes/runs/run-event-schema.js'

import type { transcriptionEventFields } from '../../src/routes/transcriptions/transcription-events.js'

/**
 * A type without its index signatures of `unknown`, at any depth. Loose objects have
 * one, which no interface is assignable to.
 */
type Closed<Value> =
  Value extends ReadonlyArray<infer Item>
    ? Array<Closed<Item>>
    : Value extends object
      ? {
          [Key in keyof Value as IsOpen<Key, Value[Key]> extends true ? never : Key]: Closed<
            Value[Key]
          >
        }
      : Value
type IsOpen<Key, Field> = string extends Key ? (unknown extends Field ? true : false) : false

/** The values that a schema accepts. */
type Accepted<Schema extends z.ZodType> = Closed<z.input<Schema>>
/** The values that a loose object of the given fields accepts. */
type AcceptedFields<Shape extends z.ZodRawShape> = Accepted<z.ZodObject<Shape, z.core.$loose>>
/** The keys of `Given` whose values are not what `Expected` has for the same key. */
type Refused<Given, Expected extends Record<keyof Given, unknown>> = {
  [Key in keyof Given]: [Given[Key]] extends [Expected[Key]] ? never : Key
}[keyof Given]

type AssistantEvents = {
  [Name in AssistantStreamEvent['event']]: Extract<AssistantStreamEvent, { event: Name }>['data']
}
type AcceptedAssistantEvents = { [Name in keyof typeof carried]: Accepted<(typeof carried)[Name]> }

type ResponseEvents = {
  [Type in keyof typeof fields]: Extract<ResponseStreamEvent, { type: Type }>
}
type AcceptedResponseEvents = {
  [Type in keyof typeof fields]: AcceptedFields<(typeof fields)[Type]>
}

type ImageEvents = {
  [Type in keyof typeof generationFields]: Extract<ImageGenStreamEvent, { type: Type }>
} & { [Type in keyof typeof editFields]: Extract<ImageEditStreamEvent, { type: Type }> }
type AcceptedImageEvents = {
  [Type in keyof typeof generationFields]: AcceptedFields<(typeof generationFields)[Type]>
} & { [Type in keyof typeof editFields]: AcceptedFields<(typeof editFields)[Type]> }

type OutputItems = {
  [Type in keyof typeof items]: Extract<ResponseOutputItem, { type: Type }>
}
type AcceptedItems = { [Type in keyof typeof items]: AcceptedFields<(typeof items)[Type]> }

type Annotation = ResponseOutputText['annotations'][number]
type Annotations = { [Type in Annotation['type']]: Extract<Annotation, { type: Type }> }
type AcceptedAnnotations = {
  [Type in keyof typeof annotations]: AcceptedFields<(typeof annotations)[Type]>
}

it('takes every chunk that the SDK types', () => {
  expectTypeOf<ChatCompletionChunk>().toExtend<Accepted<typeof chunkSchema>>()
  expectTypeOf<Omit<ChatCompletionChunk, 'model'>>().not.toExtend<Accepted<typeof chunkSchema>>()

  expect(chat.completions.create.endpoint.name).toBe('chat.completions.create')
})

it('takes every completion that the SDK types', () => {
  expectTypeOf<Completion>().toExtend<Accepted<typeof completionEvent>>()
  expectTypeOf<Completion>().toExtend<CompletionEvent>()
  expectTypeOf<Omit<Completion, 'model'>>().not.toExtend<Accepted<typeof completionEvent>>()

  expect(completions.create.endpoint.name).toBe('completions.create')
})

it('takes every Assistants event that the SDK types', () => {
  expectTypeOf<Refused<AssistantEvents, AcceptedAssistantEvents>>().toBeNever()
  expectTypeOf<
    Refused<{ error: { message: 5 } }, AcceptedAssistantEvents>
  >().toEqualTypeOf<'error'>()
  expectTypeOf<keyof typeof carried>().toEqualTypeOf<AssistantStreamEvent['event']>()

  expect(Object.keys(carried)).toHaveLength(24)
})

it('takes every Responses event that the SDK types', () => {
  expectTypeOf<Refused<ResponseEvents, AcceptedResponseEvents>>().toBeNever()
  expectTypeOf<
    Refused<{ 'response.audio.delta': { delta: 5 } }, AcceptedResponseEvents>
  >().toEqualTypeOf<'response.audio.delta'>()
  expectTypeOf<keyof typeof fields | 'error'>().toEqualTypeOf<ResponseStreamEvent['type']>()
  expectTypeOf<ResponseStreamEvent>().toExtend<ResponseEvent>()

  expect([...Object.keys(fields), 'error']).toHaveLength(59)
})

type AgentItems = {
  [Type in keyof typeof agentItemFields]: Extract<BetaResponseOutputItem, { type: Type }>
}
type AcceptedAgentItems = {
  [Type in keyof typeof agentItemFields]: AcceptedFields<(typeof agentItemFields)[Type]>
}

it('takes every event and item of the beta of Responses that the SDK types', () => {
  expectTypeOf<BetaResponseStreamEvent>().toExtend<BetaResponseEvent>()
  expectTypeOf<BetaResponse>().toExtend<BetaWireResponse>()
  expectTypeOf<BetaResponseStreamEvent['type']>().toEqualTypeOf<ResponseStreamEvent['type']>()
  expectTypeOf<Refused<AgentItems, AcceptedAgentItems>>().toBeNever()
  expectTypeOf<BetaResponseOutputItem['type']>().toEqualTypeOf<
    keyof typeof items | keyof typeof agentItemFields
  >()

  expect(Object.keys(agentItemFields)).toHaveLength(3)
})

it('takes every event of images that the SDK types', () => {
  expectTypeOf<Refused<ImageEvents, AcceptedImageEvents>>().toBeNever()
  expectTypeOf<keyof typeof generationFields>().toEqualTypeOf<ImageGenStreamEvent['type']>()
  expectTypeOf<keyof typeof editFields>().toEqualTypeOf<ImageEditStreamEvent['type']>()
  expectTypeOf<ImageGenStreamEvent>().toExtend<ImageGenerationEvent>()

  expect(Object.keys({ ...generationFields, ...editFields })).toHaveLength(4)
})

type TranscriptionEvents = {
  [Type in TranscriptionEvent['type']]: Extract<TranscriptionStreamEvent, { type: Type }>
}
type AcceptedTranscriptionEvents = {
  [Type in TranscriptionEvent['type']]: AcceptedFields<(typeof transcriptionEventFields)[Type]>
}

it('takes every event of a transcription that the SDK types', () => {
  expectTypeOf<Refused<TranscriptionEvents, AcceptedTranscriptionEvents>>().toBeNever()
  expectTypeOf<TranscriptionEvent['type']>().toEqualTypeOf<TranscriptionStreamEvent['type']>()
  expectTypeOf<TranscriptionStreamEvent>().toExtend<TranscriptionEvent>()

  expect(audio.transcriptions.create.endpoint.name).toBe('audio.transcriptions.create')
})

class Spoken extends EventStream<ResponseStreamEvent> {
  override *generate(): Generator<ResponseStreamEvent> {}
}

class Written extends EventStream<ResponseStreamEvent> {
  override *generate(): Generator<ResponseStreamEvent> {
    yield* responseWriter().message('Hi')
  }
}

class Drawn extends EventStream<ImageGenStreamEvent> {
  override *generate(): Generator<ImageGenStreamEvent> {
    yield* imageWriter().completed()
  }
}

class Edited extends EventStream<ImageEditStreamEvent> {
  override *generate(): Generator<ImageEditStreamEvent> {
    yield* imageWriter({ type: 'image_edit' }).completed()
  }
}

class Counted extends EventStream<number> {
  override *generate(): Generator<number> {}
}

class Awaited extends AsyncEventStream<ChatCompletionChunk> {
  override async *generate(): AsyncGenerator<ChatCompletionChunk> {}
}

it('takes every output item that the SDK types, and what it cites', () => {
  expectTypeOf<Refused<OutputItems, AcceptedItems>>().toBeNever()
  expectTypeOf<keyof typeof items>().toEqualTypeOf<ResponseOutputItem['type']>()
  expectTypeOf<Refused<Annotations, AcceptedAnnotations>>().toBeNever()
  expectTypeOf<keyof typeof annotations>().toEqualTypeOf<keyof Annotations>()

  expect(Object.keys(items)).toHaveLength(28)
})

it('takes scripts of the events that the SDK types, and no others', () => {
  expect([
    responses.create(new Spoken()),
    responses.create(new Written()),
    responses.create(() => new Spoken()),
    responses.create(async () => new Spoken()),
    chat.completions.create(new Awaited()),
    images.generate(new Drawn()),
    images.edit(new Edited()),
    // @ts-expect-error It yields the events of an edit.
    images.generate(new Edited()),
    // @ts-expect-error It yields numbers.
    responses.create(new Counted()),
    // @ts-expect-error It yields numbers.
    chat.completions.create(() => new Counted()),
    // @ts-expect-error It yields the events of another endpoint.
    beta.threads.runs.create(new Awaited()),
  ]).toHaveLength(11)
})

type BodyOf<Factory extends (...args: never[]) => { calls: ReadonlyArray<{ body: unknown }> }> =
  ReturnType<Factory>['calls'][number]['body']

it('types the body of a call as the SDK types its params', () => {
  const { createAndRun, runs } = beta.threads
  type Chat = BodyOf<typeof chat.completions.create>
  type Run = BodyOf<typeof runs.create>
  type Outputs = BodyOf<typeof runs.submitToolOutputs>

  expectTypeOf<Chat>().toEqualTypeOf<ChatCompletionCreateParams>()
  expectTypeOf<Chat['model']>().toExtend<string>()
  expectTypeOf<Run>().toEqualTypeOf<RunCreateParams>()
  expectTypeOf<Run['assistant_id']>().toEqualTypeOf<string>()
  expectTypeOf<Outputs['tool_outputs'][number]['output']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<'thread_id'>().not.toExtend<keyof Outputs>()
  expectTypeOf<BodyOf<typeof createAndRun>>().toEqualTypeOf<ThreadCreateAndRunParams>()
  expectTypeOf<BodyOf<typeof responses.create>>().toEqualTypeOf<ResponseCreateParams>()
  expectTypeOf<BodyOf<typeof completions.create>>().toEqualTypeOf<CompletionCreateParams>()
  expectTypeOf<'betas'>().not.toExtend<keyof BodyOf<typeof beta.responses.create>>()

  expectTypeOf<BodyOf<typeof images.generate>>().toEqualTypeOf<ImageGenerateParams>()
  expectTypeOf<BodyOf<typeof images.edit>['image']>().toEqualTypeOf<File | File[] | undefined>()

  const factories = [chat.completions.create, responses.create, createAndRun, runs.create]
  expect(factories.every(({ endpoint }) => !endpoint.body?.safeParse({}).success)).toBe(true)
})
