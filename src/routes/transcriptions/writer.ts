import type { TranscriptionStreamEvent } from 'openai/resources/audio/transcriptions'
import { checkNoOptions } from '../../streaming/internal.js'
import { cutText, type By } from '../protocol/cut-text.js'
import { defined, type Partially } from '../protocol/defaults.js'
import { completeToken } from './complete.js'
import { timed } from './timed-words.js'
import type { TranscriptionSegmentEvent } from './transcription-events.js'
import type { TokensUsage, TranscriptionToken } from './transcription-resource.js'
import { tokensUsage } from './transcription-usage.js'

type Events = Generator<TranscriptionStreamEvent, void, undefined>

/** Options of a text: the way to cut it into pieces, or its tokens, which are then the pieces. */
export type TranscriptionTextOptions =
  | {
      /** The way to cut the text into pieces; `word` unless given. */
      readonly by?: By | undefined
      /** Never given beside `by`. */
      readonly logprobs?: undefined
    }
  | {
      /** Never given beside `logprobs`, whose tokens are the pieces. */
      readonly by?: undefined
      /** The tokens of the text. Unless given, `logprob` is 0, and `bytes` are those of the text. */
      readonly logprobs: ReadonlyArray<Partially<TranscriptionToken>>
    }

/** A segment to write. */
export interface WrittenSegment {
  /** The text. The API begins each segment with a space. */
  readonly text: string
  /** The speaker; `A` unless given. */
  readonly speaker?: string | undefined
  /** The start, in seconds; the end of the segment before unless given. */
  readonly start?: number | undefined
  /** The end, in seconds; half a second for each word after the start unless given. */
  readonly end?: number | undefined
  /** The id; `seg_0`, `seg_1` and so on unless given. */
  readonly id?: string | undefined
}

/** The fields of the end of a transcription. */
export interface TranscriptionDoneFields {
  /** The whole text; that of the deltas or of the segments unless given. */
  readonly text?: string | undefined
  /** The languages that the model has detected; none unless given. */
  readonly languages?: Array<{ code: string }> | undefined
  /** The tokens with their log probabilities; those of the deltas unless given. */
  readonly logprobs?: ReadonlyArray<Partially<TranscriptionToken>> | undefined
  /** The numbers of tokens; 10 and 10 unless given. */
  readonly usage?: Partially<TokensUsage> | undefined
}

/**
 * Creates a writer of the events of one transcription. Create it inside `generate()`, so that each
 * play has a writer of its own. Every method is used with `yield*`.
 *
 * @throws {TypeError} When plain JavaScript gives an option.
 *
 * @example
 * class Dictation extends EventStream<TranscriptionStreamEvent> {
 *   *generate(): Generator<TranscriptionStreamEvent> {
 *     const w = transcriptionWriter()
 *     yield* w.text('Hello there')
 *     yield* w.done()
 *   }
 * }
 */
export function transcriptionWriter(...none: []): TranscriptionWriter {
  checkNoOptions('Failed to create transcriptionWriter()', none)
  return new TranscriptionWriter()
}

/**
 * Writes the events of one transcription: a text or segments, and the end.
 *
 * Every method throws a `TypeError` when its events are out of order, at the `yield*`.
 */
export class TranscriptionWriter {
  #written: 'nothing' | 'deltas' | 'segments' | 'end' = 'nothing'
  /** The end of the last segment, in seconds. */
  #end = 0
  readonly #texts: string[] = []
  readonly #logprobs: TranscriptionToken[] = []

  #begin(part: 'deltas' | 'segments'): void {
    this.#assertOpen(part)
    if (this.#written !== 'nothing' && this.#written !== part) {
      throw new TypeError(
        `Failed to write ${part}: ${this.#written} are written already. A transcription has one or the other.`,
      )
    }
    this.#written = part
  }

  #assertOpen(part: string): void {
    if (this.#written !== 'end') return
    throw new TypeError(
      `Failed to write ${part}: the transcription has ended. Write it before done(), and create the writer inside generate(), so that each play has its own.`,
    )
  }

  /**
   * Writes a text, piece by piece.
   *
   * @throws {TypeError} When segments or the end are written, or the tokens do not join to the text.
   *
   * @example
   * yield* w.text('Hello', { logprobs: [{ token: 'Hel', logprob: -0.1 }, { token: 'lo' }] })
   */
  *text(text: string, { by, logprobs }: TranscriptionTextOptions = {}): Events {
    this.#begin('deltas')
    for (const { piece, tokens } of logprobs ? tokensOf(text, logprobs) : piecesOf(text, by)) {
      this.#texts.push(piece)
      this.#logprobs.push(...tokens)
      const delta = { type: 'transcript.text.delta' as const, delta: piece }
      yield tokens.length > 0 ? { ...delta, logprobs: tokens } : delta
    }
  }

  /**
   * Writes segments, as the API does for `response_format: 'diarized_json'`.
   *
   * @throws {TypeError} When a text or the end is written.
   *
   * @example
   * yield* w.segments([{ speaker: 'A', text: ' Hi.' }, { speaker: 'B', text: ' Hello!' }])
   */
  *segments(segments: readonly WrittenSegment[]): Generator<TranscriptionSegmentEvent> {
    this.#begin('segments')
    for (const segment of timed(segments.map(defined<WrittenSegment>), textOf, this.#end)) {
      const { text, speaker = 'A', start, end, id = `seg_${this.#texts.length}` } = segment
      this.#texts.push(text.trim())
      this.#end = end
      const type = 'transcript.text.segment'
      yield { type, text, speaker, start, end, id }
    }
  }

  /**
   * Writes the end, with the whole text and the usage.
   *
   * @throws {TypeError} When the end is written already.
   *
   * @example
   * yield* w.done({ usage: { input_tokens: 17, output_tokens: 10 } })
   */
  *done({ text, languages, logprobs, usage }: TranscriptionDoneFields = {}): Events {
    this.#assertOpen('the end')
    const separator = this.#written === 'segments' ? ' ' : ''
    const tokens = logprobs?.map(completeToken) ?? this.#logprobs
    this.#written = 'end'
    yield {
      type: 'transcript.text.done',
      text: text ?? this.#texts.join(separator),
      ...(languages && { languages }),
      ...(tokens.length > 0 && { logprobs: tokens }),
      usage: tokensUsage(usage),
    }
  }
}

interface Piece {
  readonly piece: string
  readonly tokens: TranscriptionToken[]
}

function piecesOf(text: string, by?: By): Piece[] {
  return cutText(text, by).map((piece) => ({ piece, tokens: [] }))
}

function tokensOf(text: string, given: ReadonlyArray<Partially<TranscriptionToken>>): Piece[] {
  const tokens = given.map(completeToken)
  const joined = tokens.map(({ token }) => token).join('')
  if (joined === text) return tokens.map((token) => ({ piece: token.token, tokens: [token] }))
  throw new TypeError(
    `Failed to write a text: its tokens join to ${JSON.stringify(joined)}, not to ${JSON.stringify(text)}.`,
  )
}

function textOf({ text }: WrittenSegment): string {
  return text
}
