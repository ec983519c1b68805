import type OpenAI from 'openai'
import type { TranscriptionStreamEvent } from 'openai/resources/audio/transcriptions'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { BetaResponseStreamEvent } from 'openai/resources/beta/responses/responses'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { Completion } from 'openai/resources/completions'
import type { ImageEditStreamEvent, ImageGenStreamEvent } from 'openai/resources/images'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expect, expectTypeOf, it } from 'vitest'
import type { createRoutes, SpeechStreamEvent } from 'msw-openai/routes'
import { sdkCalls } from './sdk-calls.js'
import { STREAMS } from './streams.js'

type Routes = ReturnType<typeof createRoutes>
type Method = keyof typeof sdkCalls

/** The method with a dotted name: of the client, or of the routes. */
type At<Owner, Name extends string> = Name extends `${infer Head}.${infer Rest}`
  ? Head extends keyof Owner
    ? At<Owner[Head], Rest>
    : never
  : Name extends keyof Owner
    ? Owner[Name]
    : never

/** The result of a method of the SDK: a stream, a resource, or the items of a list. */
type Result<Name extends string> =
  At<OpenAI, Name> extends (...params: never[]) => infer Given
    ? Given extends AsyncIterable<infer Item>
      ? Item[]
      : Awaited<Given>
    : never
type EventOf<Given> = Given extends AsyncIterable<infer Event> ? Event : never
type ResourceOf<Given> = Exclude<Given, AsyncIterable<unknown>>

/** The answers that a route takes. */
type Taken<Name extends string> =
  At<Routes, Name> extends (...given: infer Given) => unknown ? Given[0] : never
/** The resource with which a route answers. */
type Sent<Name extends string> =
  At<Routes, Name> extends {
    readonly endpoint: { complete?(...given: never[]): infer Resource }
  }
    ? Resource
    : never

/** A type whose fields and items nobody changes. */
type Frozen<Value> =
  Value extends ReadonlyArray<infer Item>
    ? ReadonlyArray<Frozen<Item>>
    : Value extends object
      ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
      : Value
/** The resource that the SDK expects of a route; of a list, a page of its items. */
type Expected<Name extends string> =
  ResourceOf<Result<Name>> extends ReadonlyArray<infer Item>
    ? { readonly data: ReadonlyArray<Frozen<Item>> }
    : Frozen<ResourceOf<Result<Name>>>

/** The methods whose result is nothing in the SDK. */
type Nothing = `${'' | 'beta.'}responses.delete` | `containers.${'' | 'files.'}delete`

it('takes every resource that the SDK types as an answer of its route', () => {
  type Refused = {
    [Name in Method]: [ResourceOf<Result<Name>>] extends [Taken<Name>] ? never : Name
  }[Method]
  expectTypeOf<Refused>().toEqualTypeOf<Nothing>()
  expectTypeOf<{ id: 5 }>().not.toExtend<Taken<'files.retrieve'>>()
  expectTypeOf<[{ id: 5 }]>().not.toExtend<Taken<'files.list'>>()

  expect(Object.keys(sdkCalls)).toContain('files.list')
})

/** The methods whose results have fields that are null on the wire, and never in the SDK's types. */
type WithNulls =
  | `${'' | 'beta.'}responses.${'cancel' | 'create' | 'retrieve'}`
  | 'conversations.items.create'
/** The messages of a request, which all are the assistant's in the SDK's type. */
type Messages = 'chat.completions.messages.list'
/** The method whose result is a `Response` in the SDK. */
type Bytes = 'audio.speech.create'
/** The methods whose results have any text for their `object` here. */
type Deletes = Exclude<Extract<Method, `${string}.delete`>, Nothing | 'conversations.items.delete'>

it('answers with resources of the types that the SDK has', () => {
  type Unlike = {
    [Name in Method]: [Sent<Name>] extends [Expected<Name>] ? never : Name
  }[Method]
  type Deleted = { [Name in Deletes]: Omit<Expected<Name>, 'object'> }
  expectTypeOf<Exclude<Unlike, Deletes>>().toEqualTypeOf<Nothing | WithNulls | Messages | Bytes>()
  expectTypeOf<{ [Name in Deletes]: Sent<Name> }>().toExtend<Deleted>()

  expect(Object.keys(sdkCalls)).toContain('files.retrieve')
})

/** The types of events, by the names that the page about every route gives them. */
interface EventTypes {
  AssistantStreamEvent: AssistantStreamEvent
  BetaResponseStreamEvent: BetaResponseStreamEvent
  ChatCompletionChunk: ChatCompletionChunk
  Completion: Completion
  ImageEditStreamEvent: ImageEditStreamEvent
  ImageGenStreamEvent: ImageGenStreamEvent
  ResponseStreamEvent: ResponseStreamEvent
  SpeechStreamEvent: SpeechStreamEvent
  TranscriptionStreamEvent: TranscriptionStreamEvent
}
type Streaming = keyof typeof STREAMS
type Documented<Name extends Streaming> = EventTypes[(typeof STREAMS)[Name]['events']]

it('names the type that the SDK has for the events of each stream', () => {
  // The last signature of `retrieve`, which a type is inferred of, has no stream.
  type Typed = Exclude<Streaming, Bytes | `${string}.retrieve`>
  type Streamed = {
    [Name in Method]: [EventOf<Result<Name>>] extends [never] ? never : Name
  }[Method]
  type Events = { [Name in Typed]: EventOf<Result<Name>> }
  expectTypeOf<Streamed>().toEqualTypeOf<Typed>()
  expectTypeOf<{ [Name in Typed]: Documented<Name> }>().toEqualTypeOf<Events>()

  expect(Object.keys(STREAMS)).toHaveLength(13)
})
