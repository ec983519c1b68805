import { matchers, type StreamMatchers } from 'msw-openai/matchers'
import { expect } from 'vitest'
import { chatCompletionWriter, EventStream } from 'msw-openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'

declare module 'vitest' {
  interface Matchers<R, T> extends StreamMatchers<R, T> {}
}

expect.extend(matchers)

/** A script that says a text, word by word. */
export class Says extends EventStream<ChatCompletionChunk> {
  constructor(readonly text: string) {
    super()
  }

  override *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter({ model: 'gpt-5' })
    yield* w.text(this.text)
    yield* w.finish()
  }
}

/** Items that come one by one, and an error in the end where there is one. */
export async function* later(items: Iterable<unknown>, error?: Error): AsyncGenerator<unknown> {
  yield* items
  if (error) throw error
}

/** Gives the message of a matcher that fails, without colours. */
export async function complaint(assertion: () => unknown): Promise<string> {
  try {
    await assertion()
  } catch (error) {
    // oxlint-disable-next-line no-control-regex -- Colours are control characters.
    return error instanceof Error ? error.message.replace(/\u001B\[\d+m/g, '') : String(error)
  }
  throw new Error('Expected the matcher to fail.')
}
