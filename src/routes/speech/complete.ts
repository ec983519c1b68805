import { isBytes } from '../../streaming/internal.js'
import type { CallRequest } from '../endpoint.js'
import { assertShape } from '../protocol/assert-shape.js'
import { defined, type Partially } from '../protocol/defaults.js'
import { textAt } from '../protocol/fields.js'
import { silenceOf, type SpeechFormat } from './silence.js'
import type { SpeechUsage } from './speech-events.js'
import { partialSpeech, type SpeechResource } from './speech-resource.js'

/** The fields of a request on which the speech depends. */
export interface SpeechBody {
  /** The text to speak. */
  readonly input?: string | undefined
  /** The format of the audio; `mp3` unless given. */
  readonly response_format?: SpeechFormat | undefined
}

/**
 * Makes a whole speech of its bytes, or of a speech that lacks fields with a default. The default
 * audio is a silence in the format that the request asks for, of a tenth of a second for each word.
 *
 * @throws {TypeError} When a field of the speech is of a wrong type.
 *
 * @example
 * completeSpeech({}, { body: { input: 'Hello there', response_format: 'wav' } })
 */
export function completeSpeech(
  given: Uint8Array | Partially<SpeechResource>,
  { body }: Partial<CallRequest<SpeechBody>> = {},
): SpeechResource {
  const { audio, usage }: Partially<SpeechResource> = isBytes(given) ? { audio: given } : given
  assertShape(partialSpeech, defined({ audio, usage }), 'complete a speech')
  return {
    audio: audio ?? silenceOf(textAt(body, 'input'), body?.response_format),
    usage: completeUsage(usage),
  }
}

/** Completes the numbers of tokens. */
export function completeUsage(usage: Partially<SpeechUsage> = {}): SpeechUsage {
  const { input_tokens = 10, output_tokens = 10 } = usage
  return {
    input_tokens,
    output_tokens,
    total_tokens: usage.total_tokens ?? input_tokens + output_tokens,
  }
}
