import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { EventStream } from 'msw-openai/streaming'

/** A chunk with one piece of text, as in the middle of an answer. */
export function chunk(content: string): ChatCompletionChunk {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'gpt-5',
    choices: [{ index: 0, delta: { content }, finish_reason: null }],
  }
}

/** The chunks of a whole answer, one for each piece of text: the first has the role, and the last the end. */
export function chunks<const Pieces extends readonly string[]>(
  ...pieces: Pieces
): { [Index in keyof Pieces]: ChatCompletionChunk } {
  // Each piece has a chunk.
  return [...wholeAnswer(pieces)] as { [Index in keyof Pieces]: ChatCompletionChunk }
}

function* wholeAnswer(pieces: Iterable<string>): Generator<ChatCompletionChunk> {
  let latest: ChatCompletionChunk | undefined
  for (const content of pieces) {
    if (latest) yield latest
    latest = latest ? chunk(content) : opening(content)
  }
  if (latest) yield finished(latest)
}

function opening(content: string): ChatCompletionChunk {
  const delta = { role: 'assistant' as const, content }
  return { ...chunk(content), choices: [{ index: 0, delta, finish_reason: null }] }
}

function finished({ choices, ...rest }: ChatCompletionChunk): ChatCompletionChunk {
  return { ...rest, choices: choices.map((choice) => ({ ...choice, finish_reason: 'stop' })) }
}

/** A script of a whole answer, with one chunk for each word, which records that it was stopped. */
export class Words extends EventStream<ChatCompletionChunk> {
  /** The number of words so far. */
  said = 0
  stopped = false

  constructor(readonly words: Iterable<string>) {
    super()
  }

  override *generate(): Generator<ChatCompletionChunk> {
    try {
      for (const piece of wholeAnswer(this.words)) {
        this.said++
        yield piece
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
