import { EventStream, pause, type Cue } from 'msw-openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { chunks } from './events.ts'

/** A script without end, with a wait after every other event that no client sits out. */
export class Endless extends EventStream<ChatCompletionChunk> {
  /** The number of plays that were stopped. */
  stopped = 0;

  override *generate(): Generator<ChatCompletionChunk | Cue, void> {
    const [role, word] = chunks(3)
    if (!role || !word) return
    try {
      for (;;) yield* [role, word, pause(60_000)]
    } finally {
      this.stopped++
    }
  }
}
