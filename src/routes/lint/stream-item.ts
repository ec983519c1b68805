import type { z } from 'zod'
import type { WireFormat } from '../../streaming/index.js'
import { accepts, eventOfRecord } from '../../streaming/internal.js'
import { isRecord } from '../protocol/defaults.js'
import { valueAt } from '../protocol/fields.js'
import { jsonIn } from '../protocol/json.js'
import { print, shorten } from '../protocol/print.js'
import type { Problem, ProtocolRules } from './lint-rule.js'

/** One record with data, or one event without bytes, as the rules of every stream see it. */
export type StreamItem<Event = unknown> =
  | { readonly type: 'event'; readonly name?: string | undefined; readonly event: Event }
  /** JSON that is no event of the endpoint. */
  | {
      readonly type: 'misfit'
      readonly name?: string | undefined
      /** The differences from the schema, of which there is one at least. */
      readonly issues: readonly z.core.$ZodIssue[]
      readonly value: unknown
      /** The name of the other endpoint whose stream this is; undefined where there is none. */
      readonly owner?: string | undefined
    }
  /** An error inside the stream, with which OpenAI's clients throw. */
  | { readonly type: 'error'; readonly name?: string | undefined }
  | { readonly type: 'terminator'; readonly name?: string | undefined }
  /** The end of a connection that failed, in the place of what the stream would have had. */
  | { readonly type: 'cut'; readonly name?: undefined; readonly reason: string }
  /** Data that is no JSON. */
  | { readonly type: 'unreadable'; readonly name?: string | undefined; readonly data: string }

/** The kinds of one record, or of one event without bytes. */
export type RecordItem<Event = unknown> = Exclude<StreamItem<Event>, { readonly type: 'cut' }>

/** The parts of an endpoint that decide on one record. */
export interface JudgedEndpoint<Event> {
  readonly wire: WireFormat<Event>
  readonly rules?: Pick<ProtocolRules<Event>, 'judges'> | undefined
}

/** The data that ends a stream for every official client. */
const DONE = '[DONE]'

/** Recognizes a record with data: a terminator, an event, an error, or none of those. */
export function itemOfRecord<Event>(
  endpoint: JudgedEndpoint<Event>,
  name: string | undefined,
  data: string,
): RecordItem<Event> {
  const { wire } = endpoint
  if (data === (wire.terminator?.data ?? DONE)) return { type: 'terminator', name }
  const json = jsonIn(data)
  if (json === undefined) return { type: 'unreadable', name, data }

  const item = itemOfEvent(endpoint, eventOfRecord(wire, name, json), name)
  return item.type === 'misfit' && hasError(json) ? { type: 'error', name } : item
}

/** Recognizes an event without bytes. */
export function itemOfEvent<Event>(
  { wire: { event: schema }, rules }: JudgedEndpoint<Event>,
  value: unknown,
  name?: string,
): RecordItem<Event> {
  if (accepts(schema, value)) {
    // The schema accepts the value.
    return { type: 'event', name, event: value as Event }
  }
  const { error } = schema.safeParse(value)
  const issues =
    error?.issues.filter((issue) => !rules?.judges?.(placeOf(issue), valueIn(value, issue))) ?? []
  // The rules report what else is wrong.
  if (issues.length === 0) return { type: 'event', name, event: value as Event }
  return hasError(value) ? { type: 'error', name } : { type: 'misfit', name, issues, value }
}

/**
 * Words the issues of a value that does not match the schema of an endpoint: the first one, and the
 * places of the others.
 */
export function mismatchOf(
  [issue, ...others]: readonly z.core.$ZodIssue[],
  value: unknown,
): Problem | undefined {
  if (!issue) return undefined
  const received = valueIn(value, issue)
  const [, expected, given] = /expected (.*?)(, received .*)?$/.exec(issue.message) ?? []
  const words =
    expected === undefined
      ? issue.message
      : `expected ${expected}${given ?? `, received ${print(received)}`}`
  const place = issue.path.length > 0 ? ` at ${placeOf(issue)}` : ''
  const also =
    others.length > 0 ? ` Nor does it at ${shorten(others.map(placeOf).join(', '))}.` : ''
  return {
    message: `The event does not match the schema of the endpoint${place}: ${words}.${also}`,
    expected: expected && expectedValue(expected),
    received,
  }
}

/** Reads the texts that a message lists, such as `"user" or "assistant"`; gives any other words as they are. */
function expectedValue(words: string): unknown {
  const values = words.split(/, | or /).map(jsonIn)
  if (values.includes(undefined)) return words
  return values.length === 1 ? values[0] : values
}

/** Gives the place of an issue, such as `choices.0.delta`. */
export function placeOf({ path }: z.core.$ZodIssue): string {
  return path.map(String).join('.')
}

/** Gives the value at the place of an issue. */
function valueIn(event: unknown, { path }: z.core.$ZodIssue): unknown {
  return valueAt(event, ...path.map(String))
}

/** Recognizes an item with an event, or with something in the place of an event. */
export function isCounted({ type }: StreamItem): boolean {
  return type !== 'terminator' && type !== 'cut'
}

/** Recognizes OpenAI's `{ error }`, at which the official clients throw. */
export function hasError(value: unknown): boolean {
  return isRecord(value) && Boolean(value['error'])
}
