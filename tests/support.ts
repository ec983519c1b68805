import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { EventStream } from 'msw-openai/streaming'

/** A whole chunk with one piece of text. */
export function chunk(content: string): ChatCompletionChunk {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'gpt-5',
    choices: [{ index: 0, delta: { content }, finish_reason: null }],
  }
}

/** A script of one chunk for each word, which records that it was stopped. */
export class Words extends EventStream<ChatCompletionChunk> {
  /** The number of words so far. */
  said = 0
  stopped = false

  constructor(readonly words: Iterable<string>) {
    super()
  }

  override *generate(): Generator<ChatCompletionChunk> {
    try {
      for (const word of this.words) {
        this.said++
        yield chunk(word)
      }
    } finally {
      this.stopped = true
    }
  }
}

/** Words without end. */
export function* endless(): Generator<string> {
  for (let tick = 0; ; tick++) yield String(tick)
}

/**
 * Everything an iterable yields, and the error it ends with.
 *
 * @param onItem Called after each item.
 */
export async function readAll<Item>(
  items: AsyncIterable<Item>,
  onItem: () => void = () => undefined,
): Promise<{ items: Item[]; error?: unknown }> {
  const read: Item[] = []
  try {
    for await (const item of items) {
      read.push(item)
      onItem()
    }
  } catch (error) {
    return { items: read, error }
  }
  return { items: read }
}
