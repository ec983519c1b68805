import type { Answer } from '../../routes/answers/answer.js'
import type { RecordedCall } from '../../routes/call.js'
import type { Endpoint } from '../../routes/endpoint.js'

/** A function that answers the calls of one endpoint, and keeps what they change. */
type Behaviour<Event, Body, Resource, Short> = (
  call: RecordedCall<Event, Body>,
) => Answer<Event, Body, Resource, Short> | Promise<Answer<Event, Body, Resource, Short>>

/** The behaviours of a tree of endpoints, under the same names. */
export type BehavioursOf<Tree> = {
  readonly [Name in keyof Tree]: Tree[Name] extends Endpoint<
    infer Event,
    infer Body,
    infer Resource,
    infer Short
  >
    ? Behaviour<Event, Body, Resource, Short>
    : BehavioursOf<Tree[Name]>
}
