import { runEvents } from '../../../routes/runs/reader.js'
import type { Protocol } from './protocol.js'

type Event = Parameters<typeof runEvents.type>[0]

/** The events of an Assistants run, read one by one until the matchers take whole streams. */
export const runs: Protocol<Event> = {
  ...runEvents,
  text: (event) => (event.event === 'thread.message.delta' ? runEvents.text([event]).join('') : ''),
  toolCalls: (events) => [...runEvents.toolCalls(events)],
}
