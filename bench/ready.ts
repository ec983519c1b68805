import { EventStream } from 'msw-openai'

/** A script of events that are there already, so that nothing but their delivery takes time. */
export class Ready<Event> extends EventStream<Event> {
  readonly events: readonly Event[]

  constructor(events: readonly Event[]) {
    super()
    this.events = events
  }

  override *generate(): Generator<Event, void> {
    yield* this.events
  }
}
