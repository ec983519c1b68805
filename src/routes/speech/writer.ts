import { checkNoOptions } from '../../streaming/internal.js'
import { decodeBase64, encodeBase64 } from '../protocol/bytes.js'
import type { Partially } from '../protocol/defaults.js'
import { completeUsage } from './complete.js'
import type { SpeechStreamEvent, SpeechUsage } from './speech-events.js'

type Events = Generator<SpeechStreamEvent, void, undefined>

/** The number of bytes in each event of the API. */
const BYTES_OF_EVENT = 4096

/**
 * Creates a writer of the events of one speech. Create it inside `generate()`, so that each play has
 * a writer of its own. Every method is used with `yield*`.
 *
 * @throws {TypeError} When plain JavaScript gives an option.
 *
 * @example
 * class Greeting extends EventStream<SpeechStreamEvent> {
 *   *generate(): Generator<SpeechStreamEvent> {
 *     const w = speechWriter()
 *     yield* w.audio(new Uint8Array(9000))
 *     yield* w.done()
 *   }
 * }
 */
export function speechWriter(...none: []): SpeechWriter {
  checkNoOptions('Failed to create speechWriter()', none)
  return new SpeechWriter()
}

/**
 * Writes the events of one speech: the audio, and the end.
 *
 * Every method throws a `TypeError` when its events are out of order, at the `yield*`.
 */
export class SpeechWriter {
  #isDone = false

  #assertOpen(part: string): void {
    if (!this.#isDone) return
    throw new TypeError(
      `Failed to write ${part}: the speech has ended. Write it before done(), and create the writer inside generate(), so that each play has its own.`,
    )
  }

  /**
   * Writes audio, or more of it.
   *
   * @param audio The bytes, or base64.
   * @param options.by The number of bytes in each event; 4096 unless given, as in the API.
   * @throws {TypeError} When the end is written, or the text is no base64.
   * @throws {RangeError} When `by` is no positive integer.
   *
   * @example
   * yield* w.audio(await readFile('hello.mp3'), { by: 1024 })
   */
  *audio(
    audio: Uint8Array | string,
    { by = BYTES_OF_EVENT }: { readonly by?: number | undefined } = {},
  ): Events {
    this.#assertOpen('audio')
    if (!Number.isInteger(by) || by < 1) {
      throw new RangeError(`Failed to cut audio by ${by}: expected a number of bytes, one or more.`)
    }
    const bytes = typeof audio === 'string' ? decodeBase64(audio) : audio
    for (let start = 0; start < bytes.length; start += by) {
      yield { type: 'speech.audio.delta', audio: encodeBase64(bytes.subarray(start, start + by)) }
    }
  }

  /**
   * Writes the end, with the usage.
   *
   * @param options.usage The numbers of tokens; 10 and 10 unless given, and the total is the sum.
   * @throws {TypeError} When the end is written already.
   *
   * @example
   * yield* w.done({ usage: { input_tokens: 10, output_tokens: 93 } })
   */
  *done({ usage }: { readonly usage?: Partially<SpeechUsage> | undefined } = {}): Events {
    this.#assertOpen('the end')
    this.#isDone = true
    yield { type: 'speech.audio.done', usage: completeUsage(usage) }
  }
}
