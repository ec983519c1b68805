import { completeResponse, EventStream, unfoldResponse, type Cue } from 'msw-openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { chunk } from '../support.js'

type Aside = () => Iterable<Cue>

/** Three chunks, with something beside them after the second. */
export class Counting extends EventStream<ChatCompletionChunk> {
  constructor(readonly aside: Aside = () => []) {
    super()
  }

  override *generate(): Generator<ChatCompletionChunk | Cue> {
    yield chunk('①')
    yield chunk('②')
    yield* this.aside()
    yield chunk('③')
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
