import { createParser } from 'eventsource-parser'
import { decode } from 'msw-openai/streaming'
import { bodyOf, streamingDecoder, textsOf, type Kept, type Tick } from './support.js'

/** Reads a stream until it is complete, or dropped. */
export type Reader = (fetch: typeof globalThis.fetch) => Promise<Kept>

/** Takes the data of records, also of a stream that is dropped. */
async function keep(data: AsyncIterable<string>): Promise<Kept> {
  const ticks: Tick[] = []
  try {
    for await (const text of data) {
      if (text === '[DONE]') return { ticks, done: true }
      ticks.push(JSON.parse(text))
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  return { ticks, done: false }
}

/** Reads with `decode()`. */
export const decoded: Reader = async (fetch) => {
  const body = await bodyOf(fetch)
  async function* data() {
    for await (const record of decode(body)) yield record.data
  }
  return keep(data())
}

/** Reads with `eventsource-parser`. */
export const parsed: Reader = async (fetch) => {
  const body = await bodyOf(fetch)
  async function* data() {
    const found: string[] = []
    const parser = createParser({ onEvent: (record) => found.push(record.data) })
    for await (const text of textsOf(body, streamingDecoder())) {
      parser.feed(text)
      yield* found.splice(0)
    }
  }
  return keep(data())
}

/** Bug: takes every read for whole lines. */
export const lineByRead: Reader = async (fetch) => {
  const body = await bodyOf(fetch)
  return keep(dataOf(textsOf(body, streamingDecoder())))
}

/** Bug: takes every read for whole characters. */
export const characterByRead: Reader = async (fetch) => {
  const body = await bodyOf(fetch)
  return keep(dataOf(buffered(textsOf(body, (bytes) => new TextDecoder().decode(bytes)))))
}

/** Bug: remembers one read, and no more, of a line that goes on. */
export const twoReadsALine: Reader = async (fetch) => {
  const body = await bodyOf(fetch)
  async function* texts() {
    let open = ''
    for await (const text of textsOf(body, streamingDecoder())) {
      const end = (open + text).lastIndexOf('\n') + 1
      yield (open + text).slice(0, end)
      open = end > 0 ? (open + text).slice(end) : text
    }
  }
  return keep(dataOf(texts()))
}

/** Bug: takes the end of a connection for the end of the stream. */
export const trusting: Reader = async (fetch) => ({ ...(await decoded(fetch)), done: true })

/** Bug: takes two ticks for the whole stream. */
export const counting: Reader = async (fetch) => {
  const kept = await decoded(fetch)
  return { ...kept, done: kept.done || kept.ticks.length === 2 }
}

/** Bug: waits for ever for the rest of a dropped stream. */
export const waiting: Reader = async (fetch) => {
  const kept = await decoded(fetch)
  return kept.done ? kept : new Promise<never>(() => {})
}

/** The data of the lines in each text. */
async function* dataOf(texts: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const text of texts) {
    for (const line of text.split('\n')) if (line.startsWith('data: ')) yield line.slice(6)
  }
}

/** Texts that end where a line does. */
async function* buffered(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let open = ''
  for await (const text of texts) {
    open += text
    const end = open.lastIndexOf('\n') + 1
    yield open.slice(0, end)
    open = open.slice(end)
  }
}
