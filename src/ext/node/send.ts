import type { ServerResponse } from 'node:http'
import type { MaybePromise } from '../../streaming/index.js'
import { isPromise, playOf, terminated, type Act, type Play } from '../../streaming/internal.js'

/**
 * Headers that belong to the connection, and not to the response: Node writes its own. Under fake
 * timers, too: clients open another connection where one never becomes free.
 */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding'])

/** The number of bytes that are written at once, at most, where a single frame is not longer. */
const WRITE_LIMIT = 16 * 1024

/**
 * Sends a response. One that is an error never comes: the connection is dropped.
 *
 * @param more Headers beside its own: names and values by turns.
 * @throws {TypeError} When a header, or a chunk of the body, is nothing that Node sends.
 */
export async function sendResponse(
  response: Response,
  out: ServerResponse,
  more: readonly string[],
): Promise<void> {
  if (response.type === 'error') return void out.destroy()

  sendHead(response, out, more)
  const { body } = response
  if (!body) return void out.end()

  const play = playOf(body)
  return play ? sendPlay(play, out) : pipe(body, out)
}

function sendHead(response: Response, out: ServerResponse, more: readonly string[]): void {
  const { body, status, statusText } = response
  try {
    out.writeHead(status, statusText || undefined, [...headersOf(response), ...more])
  } catch (error) {
    // Nobody reads the body. One that fails when it is cancelled is over as well.
    body?.cancel().catch(() => {})
    throw error
  }
}

/** Lists names and values by turns, and a name again for each of its values. */
function headersOf({ headers }: Response): string[] {
  const flat: string[] = []
  for (const [name, value] of headers) if (!HOP_BY_HOP.has(name)) flat.push(name, value)
  return flat
}

/**
 * Performs a play on a connection, and drops the connection when the play is over early. A web stream
 * between them would take longer than both. Frames that are ready at once are written at once.
 */
async function sendPlay(play: Play, out: ServerResponse): Promise<void> {
  // Nothing else may say that the client is gone: MSW follows no signal here.
  out.once('close', () => {
    if (!play.isOver) play.disconnect(terminated())
  })
  let coming = play.next()
  // The client has its response while the stream is silent.
  if (isPromise(coming)) out.flushHeaders()

  for (;;) {
    const act = isPromise(coming) ? await coming : coming
    if (play.isOver) return void out.destroy()
    if (!('bytes' in act)) return endWith(play, act, out)

    const ready: Sendable[] = [act]
    coming = takeReady(play, ready)
    const isLast = !isPromise(coming) && coming.type === 'end'
    const content = contentOf(ready)
    const draining = isLast ? void out.end(content) : write(out, content)
    for (const sent of ready) play.delivered(sent)
    if (isLast) return play.delivered({ type: 'end' })

    if (draining) await draining
    if (play.isOver) return void out.destroy()
  }
}

/** An act with bytes, or with a text that need not become bytes before it is written. */
type Sendable = Extract<Act, { readonly bytes: Uint8Array }>

/** Takes the acts that are ready at once and fit into one write, and gives the act after them. */
function takeReady(play: Play, ready: Sendable[]): MaybePromise<Act> {
  let size = 0
  for (const first of ready) size += sizeOf(first)
  for (;;) {
    const next = play.next()
    if (isPromise(next) || !('bytes' in next)) return next

    size += sizeOf(next)
    if (size > WRITE_LIMIT) return next
    ready.push(next)
  }
}

function sizeOf(act: Sendable): number {
  return 'text' in act ? Buffer.byteLength(act.text) : act.bytes.length
}

/** Joins acts: one text where all of them are text, which takes less time than to encode each. */
function contentOf(acts: readonly Sendable[]): string | Uint8Array {
  let text = ''
  for (const act of acts) {
    if (!('text' in act)) return Buffer.concat(acts.map(({ bytes }) => bytes))
    text += act.text
  }
  return text
}

function endWith(play: Play, act: Act, out: ServerResponse): void {
  if (act.type !== 'end') {
    // A stream that is cut before its first event has a response all the same.
    out.flushHeaders()
    return hangUp(out, () => play.delivered(act))
  }
  out.end()
  play.delivered(act)
}

async function pipe(body: ReadableStream<Uint8Array>, out: ServerResponse): Promise<void> {
  const reader = body.getReader()
  // A body that fails when it is cancelled is over as well.
  out.once('close', () => reader.cancel().catch(() => {}))
  // The client has its response while the body is silent.
  out.flushHeaders()
  for (;;) {
    // A body fails on purpose. No reason reaches a client, but that the connection drops.
    const read = await reader.read().catch(() => undefined)
    if (!read) return hangUp(out)
    if (read.done) return void out.end()

    await write(out, read.value)
  }
}

/** Writes bytes. Gives a promise where the client does not keep up, until it does, or is gone. */
function write(out: ServerResponse, bytes: string | Uint8Array): Promise<void> | undefined {
  return out.write(bytes) || out.destroyed ? undefined : drained(out)
}

/**
 * Drops the connection, once the kernel has everything that was written: until then, Node throws it
 * away. No wait is needed after that. The client's kernel keeps the bytes before the end, and its event
 * loop lets everything that waits for bytes run before it hears of the end: in the same process and in
 * another, idle or busy, none of 20,000 cuts lost an event.
 *
 * @param done Called once the connection is dropped, and before anybody else hears of it.
 */
function hangUp(out: ServerResponse, done?: () => void): void {
  out.write('', () => {
    out.destroy()
    done?.()
  })
}

function drained(out: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      out.off('drain', done).off('close', done)
      resolve()
    }
    out.on('drain', done).on('close', done)
  })
}
