import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { chatCompletionWriter, EventStream, StreamError } from 'msw-openai'

const options = { model: 'gpt-5', include_usage: true }
const tokens = { prompt_tokens: 10, completion_tokens: 5 }

/** The first turn of a tool loop: the model calls a function. */
export class AsksForWeather extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter(options)
    yield* w.toolCall('get_weather', { city: 'Paris' })
    yield* w.finish()
    yield* w.usage(tokens)
  }
}

/** The second turn: it answers. */
export class Answers extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter(options)
    yield* w.text('It is sunny in Paris.')
    yield* w.finish()
    yield* w.usage(tokens)
  }
}

/** A turn that fails after two words. */
export class Fails extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    yield* chatCompletionWriter(options).text('It is')
    throw new StreamError({ message: 'The server is overloaded' })
  }
}
