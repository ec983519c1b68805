import type { ChatCompletion } from 'openai/resources/chat/completions'
import { Unfolded } from '../../streaming/internal.js'
import type { Call } from '../../routes/call.js'
import { completeChatCompletion } from '../../routes/chat-completions/complete.js'
import { chunksOfCompletion } from '../../routes/chat-completions/unfold.js'
import type { By } from '../../routes/protocol/cut-text.js'
import { isRecord, type Partially } from '../../routes/protocol/defaults.js'
import { asksForStream } from '../../routes/request/asks-for-stream.js'

/** The options of a stream whose chunks fold to the same completion, with its usage. */
const WHOLE = { stream_options: { include_usage: true, include_obfuscation: false } }

/**
 * Makes the script of a chat completion, which may lack fields. A call without a stream gets the
 * completion that its chunks fold to: the same one.
 *
 * @param by The way to cut its texts.
 * @throws {TypeError} When a field is of a wrong type.
 */
export function scriptOfCompletion(
  completion: object,
  call: Call,
  by: By | undefined,
): Unfolded<never> {
  const body = asksForStream(call) && isRecord(call.body) ? call.body : WHOLE
  // `completeChatCompletion()` checks the fields.
  const given = completion as Partially<ChatCompletion>
  const whole = completeChatCompletion(given, { body: { model: call.model } })
  // The chunks are those of the endpoint of the call, whose type a rule does not know.
  return new Unfolded(chunksOfCompletion(whole, { body, by }) as never[])
}
