import type { HeaderFields, Stage } from '../../streaming/index.js'
import { checkHeaders, checkOptions, checkStages, isStage } from '../../streaming/internal.js'
import { answerKind, isObject, isOfKind, isResponse } from './answer-kind.js'
import type { Answer, Delivered, Delivery } from './answer.js'
import { areCopies, assertAnswer, reusable } from './assert-answer.js'

/** Options of {@link deliver}: the stages, the status and the headers of an answer. */
export interface DeliveryOptions {
  /** The stages that a stream passes through, first to last. */
  readonly through?: readonly Stage[] | undefined
  /** The status of the response, from 200 to 599; the answer's own unless given. */
  readonly status?: number | undefined
  /** Headers beside those of every answer. Null removes a header. */
  readonly headers?: HeaderFields | undefined
}

const OPTIONS = new Set(['through', 'status', 'headers'])

/**
 * Gives an answer stages, a status and headers of its own, on a route, in `inOrder()`, in `when()`
 * or from a function. The stages come before those of the route; the status and the headers replace
 * those of the route.
 *
 * @throws {TypeError} When the answer is no answer, an option is unknown or wrong, a stage was not
 * called, or the stages concern a stream and the answer never streams.
 * @throws {RangeError} Unless the status is an integer from 200 to 599.
 *
 * @example
 * chat.completions.create(inOrder(deliver('Hello there', { through: [cutAfter(2)] }), 'Hello there'))
 */
export function deliver<Event = never, Body = unknown, Resource = never, Short = string>(
  answer: Answer<Event, Body, NoInfer<Resource>, NoInfer<Short>> | string,
  options: DeliveryOptions,
): Delivered<Event, Body, Resource, Short> {
  const failure = 'Failed to create deliver()'
  assertAnswer(answer, failure)
  const delivery = deliveryOf(failure, options, OPTIONS, answer)
  return deliveredBy(reusable(answer), delivery)
}

/** Gives an answer the delivery of another one. */
export function deliveredBy<Event, Body, Resource, Short>(
  answer: unknown,
  delivery: Delivery,
): Delivered<Event, Body, Resource, Short> {
  return { [answerKind]: 'deliver', answer, delivery }
}

/** Recognizes a delivered answer. */
export function isDelivered(answer: unknown): answer is Delivered {
  return isOfKind(answer, 'deliver')
}

/**
 * Checks the options of a delivery, or of a route.
 *
 * @param failure The first words of every error message.
 * @param known The names of the options.
 * @param answer The answer to deliver. Only an answer that may stream has stages that concern a
 * stream.
 */
export function deliveryOf(
  failure: string,
  options: DeliveryOptions,
  known: ReadonlySet<string>,
  answer: unknown,
): Delivery {
  if (!isObject(options) || isStage(options)) throw misplaced(failure)
  checkOptions(failure, options, known)
  const { through = [], status, headers } = options
  assertStages(failure, through, answer)
  assertStatus(failure, status)
  checkHeaders(headers, failure)
  return { through, status, headers: headers === undefined ? [] : [headers] }
}

/** Joins the delivery of an answer with the delivery of an answer around, or of the route. */
export function joinDeliveries(inner: Delivery, outer: Delivery): Delivery {
  return {
    through: [...inner.through, ...outer.through],
    status: inner.status ?? outer.status,
    headers: [...outer.headers, ...inner.headers],
    by: inner.by ?? outer.by,
  }
}

function assertStages(failure: string, through: readonly Stage[], answer: unknown): void {
  // Plain JavaScript may give anything.
  const stages: unknown = through
  if (!Array.isArray(stages)) throw misplaced(failure)

  checkStages(stages, failure)
  if (mayStream(answer) || through.every((stage) => stage.beforeHeaders)) return

  throw new TypeError(
    `${failure}: its stages are about a stream, and its answer is none. ` +
      'Only delayHeaders() and refuse() come before an answer of any kind.',
  )
}

function mayStream(answer: unknown): boolean {
  if (isDelivered(answer)) return mayStream(answer.answer)
  return !isResponse(answer) && !areCopies(answer) && !isOfKind(answer, 'error')
}

function assertStatus(failure: string, status: unknown): void {
  if (status === undefined) return
  if (Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599) return
  throw new RangeError(`${failure}: expected a status from 200 to 599, received ${String(status)}.`)
}

function misplaced(failure: string): TypeError {
  return new TypeError(`${failure}: stages go in { through: [cutAfter(1)] }.`)
}
