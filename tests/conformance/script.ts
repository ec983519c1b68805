import { completeResponse, EventStream, unfoldResponse, type Cue } from 'msw-openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { chunks } from '../support.js'

type Aside = () => Iterable<Cue>

/** Three chunks, with something beside them after the second. */
export class Counting extends EventStream<ChatCompletionChunk> {
  constructor(readonly aside: Aside = () => []) {
    super()
  }

  override *generate(): Generator<ChatCompletionChunk | Cue> {
    const [first, second, third] = chunks('①', '②', '③')
    yield first
    yield second
    yield* this.aside()
    yield third
  }
}

/** The three events of a response without output, likewise. */
export class Responding extends EventStream<ResponseStreamEvent> {
  constructor(readonly aside: Aside = () => []) {
    super()
  }

  override *generate(): Generator<ResponseStreamEvent | Cue> {
    const events = [...unfoldResponse(completeResponse({ output: [] }))]
    yield* events.slice(0, 2)
    yield* this.aside()
    yield* events.slice(2)
  }
}
