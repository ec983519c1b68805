import { EventStream, unnamed, type Cue, type NamedWire } from 'msw-openai/streaming'
import { z } from 'zod'

export interface Tick {
  readonly tick: string
}

export const ticks: NamedWire<Tick> = {
  name: 'ticks.create',
  wire: {
    event: z.object({ tick: z.string() }),
    frame: unnamed,
    terminator: { data: '[DONE]' },
  },
}

/** A script of given ticks and cues. */
export class Scripted extends EventStream<Tick> {
  readonly items: ReadonlyArray<Tick | Cue>

  constructor(...items: ReadonlyArray<Tick | Cue>) {
    super()
    this.items = items
  }

  override generate(): Iterable<Tick | Cue> {
    return this.items
  }
}

/** The part of a stream that a reader has kept. */
export interface Kept {
  readonly ticks: Tick[]
  /** True where the reader takes the stream for a complete one. */
  readonly done: boolean
}

/** The body of an answer. */
export async function bodyOf(fetch: typeof globalThis.fetch): Promise<ReadableStream<Uint8Array>> {
  const { body } = await fetch('https://api.openai.com/v1/ticks', { method: 'POST' })
  if (!body) throw new Error('There is no body.')
  return body
}

/** The text of a body, read by read. */
export async function* textsOf(
  body: ReadableStream<Uint8Array>,
  decode: (bytes: Uint8Array) => string,
): AsyncGenerator<string> {
  for await (const bytes of body) yield decode(bytes)
}

/** Decodes across reads, as a reader must. */
export function streamingDecoder(): (bytes: Uint8Array) => string {
  const decoder = new TextDecoder()
  return (bytes) => decoder.decode(bytes, { stream: true })
}

/** Runs `task`, and gives the error that it throws. */
export async function errorOf(task: () => Promise<unknown>): Promise<Error> {
  try {
    await task()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('It threw no error.')
}
