import { encodeText } from '../../streaming/internal.js'
import type { ReplyFields } from '../answers/reply.js'
import type { CallRequest } from '../endpoint.js'
import { assertShape } from '../protocol/assert-shape.js'
import { cutText } from '../protocol/cut-text.js'
import { defined, type Partially } from '../protocol/defaults.js'
import { listAt } from '../protocol/fields.js'
import { secondsOf, timed, wordsOf } from './timed-words.js'
import { isWhisper, type AnsweredForm } from './transcription-form.js'
import {
  partialTranscription,
  type DurationUsage,
  type TranscriptionPart,
  type TranscriptionResource,
  type TranscriptionToken,
} from './transcription-resource.js'
import { durationUsage, tokensUsage } from './transcription-usage.js'

type Given = Partially<TranscriptionResource>
type Part = Partially<TranscriptionPart>

/**
 * Makes a whole transcription of its text, or of a transcription that lacks fields with a default.
 * Without times, a word takes half a second, and the whole text is one segment.
 *
 * @param request The request: its `body` asks for log probabilities, and gives the language and the
 * temperature.
 * @throws {TypeError} When a field of the transcription is of a wrong type.
 *
 * @example
 * completeTranscription({ segments: [{ speaker: 'A', text: ' Hi.' }, { speaker: 'B', text: ' Hello!' }] })
 */
export function completeTranscription(
  given: string | Given,
  { body }: Partial<CallRequest<AnsweredForm>> = {},
): TranscriptionResource {
  const partial: Given = typeof given === 'string' ? { text: given } : given
  assertShape(partialTranscription, partial, 'complete a transcription')
  const text = partial.text ?? textOf(partial)
  const { duration, segments, words } = timesOf(partial, text, temperatureOf(body))
  const { languages } = partial
  const logprobs = logprobsOf(partial, text, body)
  return {
    task: partial.task ?? 'transcribe',
    language: partial.language ?? nameOf(body?.language),
    duration,
    text,
    segments,
    words,
    ...(languages && { languages: languages.map(({ code = '' }) => ({ code })) }),
    ...(logprobs && { logprobs }),
    usage: usageOf(partial, duration, body),
  }
}

/** Completes the parts of a transcription that have times: segments, words, and the duration. */
function timesOf(partial: Given, text: string, temperature: number) {
  const given = partial.words && timed(partial.words.map(wholeWord), ({ word }) => word)
  const lastEnd = partial.duration ?? given?.at(-1)?.end ?? secondsOf(text)
  const segments = segmentsOf(partial.segments ?? wholeOf(text, lastEnd), temperature)
  const words = given ?? segments.flatMap(wordsOf)
  const ends = [...segments, ...words].map(({ end }) => end)
  return { duration: partial.duration ?? Math.max(0, ...ends), segments, words }
}

/**
 * Makes a transcription of a reply: of its text, and of its usage where the model counts tokens.
 *
 * @throws {TypeError} When the reply calls tools or refuses: a transcription is a text alone.
 */
export function replyToTranscription(
  { text = '', toolCalls = [], refusal, usage }: ReplyFields,
  { body }: Partial<CallRequest<AnsweredForm>> = {},
): Given {
  if (toolCalls.length > 0 || refusal !== undefined) {
    throw new TypeError(
      'a transcription calls no tools, and refuses nothing: give it a reply() with a text, or an apiError().',
    )
  }
  if (!usage || isWhisper(body?.model)) return { text }
  return { text, usage: { input_tokens: usage.input, output_tokens: usage.output } }
}

/** Reads the temperature, which the API repeats with single precision. */
function temperatureOf(body: AnsweredForm | undefined): number {
  return Math.fround(Number(body?.temperature)) || 0
}

function textOf({ segments, words }: Given): string {
  if (segments) return segments.map((segment) => (segment.text ?? '').trim()).join(' ')
  return (words ?? []).map(({ word }) => word ?? '').join(' ')
}

/** Makes one segment of a text, with the space that the API begins a segment with. */
function wholeOf(text: string, end: number): Part[] {
  return text === '' ? [] : [{ text: ` ${text}`, start: 0, end }]
}

function segmentsOf(segments: readonly Part[], temperature: number): TranscriptionPart[] {
  return timed(segments.map(defined<Part>), (segment) => segment.text ?? '').map((segment) =>
    wholeSegment(segment, temperature),
  )
}

function wholeSegment(
  segment: Part & { start: number; end: number },
  temperature: number,
): TranscriptionPart {
  const defaults = {
    text: '',
    speaker: 'A',
    seek: 0,
    tokens: [],
    temperature,
    avg_logprob: -0.5,
    compression_ratio: 0.8,
    no_speech_prob: 0.002,
  }
  // The numbers of the tokens are whole: the type of a partial list has parts of them.
  return { ...defaults, ...segment } as TranscriptionPart
}

function wholeWord({ word = '', start, end }: Partially<TranscriptionResource['words'][number]>) {
  return { word, start, end }
}

function logprobsOf(
  { logprobs }: Given,
  text: string,
  body: AnsweredForm | undefined,
): TranscriptionToken[] | undefined {
  if (logprobs) return logprobs.map(completeToken)
  if (!listAt(body, 'include').includes('logprobs')) return undefined
  return cutText(text).map((token) => completeToken({ token }))
}

/** Completes a token: its bytes are those of its text unless given. */
export function completeToken(given: Partially<TranscriptionToken>): TranscriptionToken {
  const { token = '', logprob = 0, bytes = [...encodeText(token)] } = given
  return { token, logprob, bytes: [...bytes] }
}

function usageOf({ usage }: Given, duration: number, body: AnsweredForm | undefined) {
  if (usage && !isDuration(usage)) return tokensUsage(usage)
  if (usage || isWhisper(body?.model)) return durationUsage(duration, usage)
  return tokensUsage()
}

function isDuration(usage: NonNullable<Given['usage']>): usage is Partially<DurationUsage> {
  return usage.type === 'duration' || 'seconds' in usage
}

/** Names a language as the API does: `french` for `fr`, and `english` for none. */
function nameOf(code: string | undefined): string {
  if (code === undefined || !/^[a-z]{2,3}$/i.test(code)) return 'english'
  return (new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code).toLowerCase()
}
