import type { Call } from '../call.js'
import type { Comparison } from './comparison.js'
import type { PartialBody } from './partial-body.js'

/** Which calls an answer is for. Of an array, those that match all of it. */
export type Matcher<Event = unknown, Body = unknown> =
  | CallMatcher
  | CallPredicate<Event, Body>
  | (unknown extends Body ? object : PartialBody<Body>)
  | ReadonlyArray<Matcher<Event, Body>>

/** Says which calls it is about, and how near another comes to it. */
export interface CallMatcher {
  /** What it says in messages, such as `hasTool("get_weather")`. */
  readonly description: string
  /** @param answered How many calls the route has answered before, errors and what was retried left out. */
  compare(call: Call, answered: number): Comparison | Promise<Comparison>
}

/** Whether an answer is for a call. */
export type CallPredicate<Event = unknown, Body = unknown> = (
  call: Call<Event, Body>,
) => Truth | Promise<Truth>

type Truth = boolean | null | undefined
