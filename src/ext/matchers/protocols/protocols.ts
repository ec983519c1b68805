import { textAt } from '../../../routes/protocol/fields.js'
import { inline } from '../../../routes/protocol/print.js'
import { chatCompletions } from './chat-completions.js'
import type { Protocol } from './protocol.js'
import { responses } from './responses.js'
import { runs } from './runs.js'

const protocols: readonly Protocol[] = [chatCompletions, responses, runs]

/** The protocol that an event belongs to, where it is known here. */
export function protocolOf(event: unknown): Protocol | undefined {
  return protocols.find((protocol) => protocol.is(event))
}

/**
 * The protocol of a stream, where it has any events.
 *
 * @throws {TypeError} When none of its events belongs to a protocol known here.
 */
export function expectProtocol(events: readonly unknown[]): Protocol | undefined {
  const known = events.find(protocolOf)
  if (known !== undefined || events.length === 0) return protocolOf(known)

  throw new TypeError(
    'Failed to read a stream: expected chunks of a chat completion, or events of a response or a run; ' +
      `received ${inline(events[0])}.`,
  )
}

/** What kind of event it is: by its `type` or its name, where the protocol is not known here. */
export function typeOf(event: unknown): string {
  const named = textAt(event, 'type') || textAt(event, 'event')
  return protocolOf(event)?.type(event) ?? (named || 'unknown')
}

/** An event on one line. */
export function lineOf(event: unknown): string {
  return protocolOf(event)?.line(event) ?? inline(event)
}
