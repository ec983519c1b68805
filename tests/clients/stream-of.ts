import type { EventSourceMessage } from 'eventsource-parser'
import type { HttpHandler } from 'msw'
import { EventStream, type Call, type Cue, type RouteOptions, type Script } from 'msw-openai'
import type OpenAI from 'openai'

type Options = { readonly signal?: AbortSignal }

/** A request without its base URL. */
export interface Asked {
  readonly path: string
  readonly method?: string
  readonly body?: string | FormData
}

/** Makes a record of an event, as any reader of Server-Sent Events gives it. */
type Framing<Event> = (event: Event) => Partial<EventSourceMessage>

/** One stream of an endpoint, and the requests for it. */
interface Given<Event> {
  readonly events: Iterable<Event>
  readonly frame: Framing<Event>
  /** The record behind the last event. */
  readonly end?: Partial<EventSourceMessage>
  /** Makes the request of the SDK, for other clients. */
  asked(): Asked
  /** Asks by the SDK. */
  ask(client: OpenAI, options: Options): PromiseLike<AsyncIterable<unknown>>
  /** The first major of the SDK that has the stream; 4 unless given. */
  readonly since?: number
}

/** Changes the events of a script, or puts cues between them. */
type Edit = <Event>(events: readonly Event[]) => Iterable<Event | Cue>

/** A route with its script. */
interface Opened {
  readonly route: HttpHandler & { readonly calls: ReadonlyArray<Call<unknown>> }
  readonly script: { readonly isStopped: boolean }
}

/** One stream of an endpoint, whatever the type of its events. */
export interface Stream extends Omit<Given<unknown>, 'events' | 'frame' | 'end'> {
  readonly name: string
  readonly events: readonly unknown[]
  readonly records: ReadonlyArray<Partial<EventSourceMessage>>
  /** Makes a route that answers with the events. */
  open(options?: RouteOptions, edit?: Edit): Opened
}

/** Events that note the end of their script. */
class Watched<Event> extends EventStream<Event> {
  isStopped = false

  constructor(readonly items: () => Iterable<Event | Cue>) {
    super()
  }

  override *generate(): Generator<Event | Cue> {
    try {
      yield* this.items()
    } finally {
      this.isStopped = true
    }
  }
}

interface Creates<Event> {
  (script: Script<Event>, options?: RouteOptions): Opened['route']
  readonly endpoint: { readonly name: string }
}

/** Makes a stream of events, and of the requests for them. */
export function streamOf<Event>(create: Creates<Event>, given: Given<Event>): Stream {
  const { events: items, frame, end, ...asking } = given
  const events = [...items]
  return {
    ...asking,
    name: create.endpoint.name,
    events,
    records: [...events.map(frame), ...(end ? [end] : [])],
    open(options, edit = (all) => all) {
      const script = new Watched(() => edit(events))
      return { route: create(script, options), script }
    },
  }
}
