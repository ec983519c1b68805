import { EventStream, pause, type Cue } from 'msw-openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { chunks } from './events.ts'

/** Events without end, and after every other one a wait that nobody sits out. */
export class Endless extends EventStream<ChatCompletionChunk> {
  /** How many of its plays have been stopped. */
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
