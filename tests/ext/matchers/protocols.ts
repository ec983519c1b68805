import {
  chatCompletionWriter,
  EventStream,
  responseWriter,
  runWriter,
  type ResponseWriter,
  type RunWriter,
} from 'msw-openai'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'

const weather = ['get_weather', { city: 'Paris' }] as const

class ChatStory extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter({ model: 'gpt-5', include_usage: true })
    yield* w.text('Hello there')
    yield* w.toolCall(...weather)
    yield* w.customToolCall('run', 'ls -l')
    yield* w.finish()
    yield* w.usage({ prompt_tokens: 1, completion_tokens: 2 })
  }
}

class ResponseStory extends EventStream<ResponseStreamEvent> {
  *generate(): Generator<ResponseStreamEvent> {
    const w: ResponseWriter = responseWriter({ model: 'gpt-5' })
    yield* w.message('Hello there')
    yield* w.toolCall(...weather)
    yield* w.customToolCall('run', 'ls -l')
    yield* w.completed()
  }
}

class RunStory extends EventStream<AssistantStreamEvent> {
  *generate(): Generator<AssistantStreamEvent> {
    const w: RunWriter = runWriter()
    yield* w.message('Hello there')
    yield* w.toolCalls([{ name: weather[0], arguments: weather[1] }])
  }
}

/** One stream for each protocol: a text, and tool calls. Runs have no custom tools. */
export const stories = {
  chat: new ChatStory(),
  responses: new ResponseStory(),
  runs: new RunStory(),
}
