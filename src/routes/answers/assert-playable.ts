import { isScript } from '../../streaming/index.js'
import type { Endpoint } from '../endpoint.js'
import { answerKind, isBinary, isObject, isOfKind, isResponse } from './answer-kind.js'

/**
 * Checks that an endpoint supports the kind of an answer, as far as the kind is known.
 *
 * @throws {TypeError} When the endpoint does not support the kind.
 */
export function assertPlayable<Event, Body, Resource>(
  endpoint: Endpoint<Event, Body, Resource>,
  answer: unknown,
): void {
  const { name, wire, complete, unfold } = endpoint
  assertShort(endpoint, answer)
  if (typeof answer !== 'string') assertKind(endpoint, answer)
  const isStream = isScript(answer) || isOfKind(answer, 'live')
  const isResource = typeof answer === 'string' || (isObject(answer) && !isMade(answer))
  if (isResource && !isStream && wire && !complete && !unfold) {
    throw new TypeError(`"${name}" makes nothing of a text or a resource: give it a script.`)
  }
}

/** Checks the kind of an answer that is no text. */
function assertKind<Event, Body, Resource>(
  { name, wire, complete, fromReply, short }: Endpoint<Event, Body, Resource>,
  answer: unknown,
): void {
  if (isOfKind(answer, 'reply') && !fromReply) {
    throw new TypeError(`"${name}" makes nothing of a reply(): give it a script or a resource.`)
  }
  if ((isScript(answer) || isOfKind(answer, 'live')) && !wire) {
    throw new TypeError(`"${name}" never streams: give it a resource, and no script.`)
  }
  if (isBinary(answer) && short !== 'bytes' && (wire || complete)) {
    throw new TypeError(`"${name}" makes nothing of bytes: give it a resource, or a Response.`)
  }
}

/** Checks that a text or a list is the short form of the endpoint's resource. */
function assertShort<Event, Body, Resource>(
  { name, complete, short = 'text' }: Endpoint<Event, Body, Resource>,
  answer: unknown,
): void {
  if (Array.isArray(answer) && short !== 'list') {
    throw new TypeError(
      `"${name}" makes nothing of an array: give inOrder() its answers one by one, and yield events from a script.`,
    )
  }
  if (typeof answer === 'string' && complete && short !== 'text') {
    throw new TypeError(`"${name}" makes nothing of a text: give it ${ADVICE[short]}.`)
  }
}

/** The answer to give in the place of a text, by the short form of the resource. */
const ADVICE = {
  list: 'a list, such as [{ … }], or a page',
  bytes: 'bytes, such as Uint8Array.of(1, 2), or nothing',
  none: "fields of its resource, such as { id: '…' }, or nothing",
} as const

/** Recognizes an answer made by this package or by Fetch, and so no resource. */
function isMade(answer: object): boolean {
  return answerKind in answer || isResponse(answer)
}
