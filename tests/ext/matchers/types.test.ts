import { chat } from 'msw-openai'
import { collect, type StreamMatchers } from 'msw-openai/matchers'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expectTypeOf, it } from 'vitest'
import { Says } from './support.js'

const script = new Says('Hello')
const create = chat.completions.create(script)

type Of<Received> = StreamMatchers<void, Received>

it('returns a promise of whatever is async, so that a missing await is seen', () => {
  expectTypeOf<ReturnType<Of<Says>['toStreamText']>>().toEqualTypeOf<void>()
  expectTypeOf<ReturnType<Of<ChatCompletionChunk[]>['toStreamText']>>().toEqualTypeOf<void>()
  expectTypeOf<ReturnType<Of<Promise<Says>>['toStreamText']>>().toEqualTypeOf<Promise<void>>()
  expectTypeOf<ReturnType<Of<ReadableStream>['toStreamText']>>().toEqualTypeOf<Promise<void>>()
  expectTypeOf<ReturnType<Of<AsyncIterable<1>>['toStreamText']>>().toEqualTypeOf<Promise<void>>()
  expectTypeOf<ReturnType<Of<typeof create>['toHaveCompleted']>>().toEqualTypeOf<Promise<void>>()
  expectTypeOf<ReturnType<Of<Says>['toObeyProtocol']>>().toEqualTypeOf<void>()
  expectTypeOf<ReturnType<Of<Response>['toObeyProtocol']>>().toEqualTypeOf<Promise<void>>()
  expectTypeOf<ReturnType<Of<typeof create>['toObeyProtocol']>>().toEqualTypeOf<Promise<void>>()
  expectTypeOf<ReturnType<Of<(typeof create)['calls'][number]>['toObeyProtocol']>>().toEqualTypeOf<
    Promise<void>
  >()
})

it('knows what a route is asked', () => {
  type Asked = Parameters<Of<typeof create>['toHaveBeenAskedWith']>[0]
  expectTypeOf<{ model: 'gpt-5'; messages: [{ content: RegExp }] }>().toExtend<Asked>()
  expectTypeOf<{ model: 1 }>().not.toExtend<Asked>()
})

it('collects what the stream has', () => {
  expectTypeOf(collect(script)).toEqualTypeOf<Promise<ChatCompletionChunk[]>>()
})
