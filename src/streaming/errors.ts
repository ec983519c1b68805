import { z } from 'zod'
import { isScript } from './event-stream.js'

/** The fields of OpenAI's error object. Fields of other servers, such as `failed_generation`, pass as they are. */
export interface ErrorFields {
  readonly message: string
  /** `server_error` unless given. */
  readonly type?: string | null
  readonly code?: string | number | null
  readonly param?: string | null
  readonly [field: string]: unknown
}

/**
 * Thrown by a script to end its stream with the endpoint's own error event.
 *
 * @example
 * throw new StreamError({ message: 'The server had an error', type: 'server_error' })
 */
export class StreamError extends Error {
  override readonly name = 'StreamError'
  readonly type: string | null
  readonly code: string | number | null
  readonly param: string | null
  /** The fields beside the four that every error has. */
  readonly more: Readonly<Record<string, unknown>>

  constructor({ message, type = 'server_error', code = null, param = null, ...more }: ErrorFields) {
    super(message)
    this.type = type
    this.code = code
    this.param = param
    this.more = more
  }
}

/** Recognizes a {@link StreamError}, of this copy of the package or another. */
export function isStreamError(error: unknown): error is StreamError {
  return tagOf(error) === '[object Error]' && nameOf(error) === 'StreamError'
}

/** The place in a script where something went wrong. */
export interface ScriptPosition {
  /** The name of the script's class. */
  readonly script: string
  /** The name of the endpoint that played the script. */
  readonly endpoint: string
  /** The zero-based index of the event that could not be sent. */
  readonly index: number
}

/** A script failed in a way in which no server would: the connection was cut. The `cause` is the reason. */
export class BrokenScriptError extends Error {
  override readonly name: string = 'BrokenScriptError'
  readonly script: string
  readonly endpoint: string
  readonly index: number

  constructor(
    { script, endpoint, index }: ScriptPosition,
    cause: unknown,
    reason = explainThrown(cause),
  ) {
    super(`Failed to play event ${index} of script "${script}" on "${endpoint}": ${reason}`, {
      cause,
    })
    this.script = script
    this.endpoint = endpoint
    this.index = index
  }
}

/** A script yielded an event that its endpoint never sends. The `cause` is the schema's error, or that of `JSON.stringify`. */
export class InvalidEventError extends BrokenScriptError {
  override readonly name = 'InvalidEventError'
  readonly event: unknown

  constructor(position: ScriptPosition, event: unknown, cause: unknown) {
    super(position, cause, explainEvent(event, cause))
    this.event = event
  }
}

/** Makes the error of a script that threw `error`, which may be one already. */
export function brokenScriptError(position: ScriptPosition, error: unknown): BrokenScriptError {
  return isBrokenScriptError(error) ? error : new BrokenScriptError(position, error)
}

function isBrokenScriptError(error: unknown): error is BrokenScriptError {
  try {
    return error instanceof BrokenScriptError
  } catch {
    // A proxy may refuse to say what it is.
    return false
  }
}

/** Recognizes an error that only repeats that `signal` has aborted. */
export function isAbort(error: unknown, { aborted, reason }: AbortSignal): boolean {
  if (!aborted) return false
  const cause = isBrokenScriptError(error) ? error.cause : error
  // By its name: an AbortError may be of another realm, as Jest's are.
  return cause === reason || nameOf(cause) === 'AbortError'
}

/** Makes the error that undici makes of a dropped connection, which clients have to handle. */
export function terminated(): TypeError {
  const cause = Object.assign(new Error('other side closed'), {
    name: 'SocketError',
    code: 'UND_ERR_SOCKET',
  })
  return new TypeError('terminated', { cause })
}

/** The messages of V8 for something after `yield*` that is not iterable. The last two are of async generators. */
const NOT_ITERABLE =
  /is not (?:async )?iterable|Symbol\.asyncIterator|^undefined is not a function$/

/** Explains an event that no schema accepts by the mistake of its author, where one is known. */
function mistakeOf(event: unknown): string | undefined {
  if (isStreamError(event)) return 'it is a StreamError. Throw it.'
  if (isScript(event)) return 'it is a script. Yield its events: yield* script.'
  if (isObjectWith(event, 'then')) return 'it is a promise. Await it in an AsyncEventStream.'
  if (isObjectWith(event, Symbol.iterator) || isObjectWith(event, Symbol.asyncIterator))
    return 'it is several events. Yield them with yield*.'
  if (typeof event === 'function') return `it is the function ${event.name}. Call it.`
  return undefined
}

function isObjectWith(value: unknown, key: PropertyKey): boolean {
  return typeof value === 'object' && value !== null && key in value
}

function explainEvent(event: unknown, cause: unknown): string {
  if (!(cause instanceof z.core.$ZodError)) return `it cannot be encoded. ${explainThrown(cause)}`

  return (
    mistakeOf(event) ??
    `it does not match the endpoint's schema.\n${z.prettifyError(cause)}\nTo send it on purpose, yield unchecked(event).`
  )
}

/** Explains a thrown value, whatever it is. */
function explainThrown(error: unknown): string {
  try {
    if (isError(error)) return `${error.message}${hintFor(error)}`
    return typeof error === 'object' && error !== null ? explainObject(error) : String(error)
  } catch {
    // A proxy or a getter may throw, whatever is asked of it.
    return `it threw ${tagOf(error)}, which is no Error.`
  }
}

/** Explains the language's own message for `yield*` in front of a single event. */
function hintFor({ message }: Error): string {
  return NOT_ITERABLE.test(message)
    ? '. Where a yield* is the reason: yield* takes several events, such as those of a method of a writer. Yield a single event with yield.'
    : ''
}

/** Prints a thrown object that is no Error: its own text, or else its JSON. */
function explainObject(error: object): string {
  return textOf(error) ?? `it threw ${jsonOf(error) ?? tagOf(error)}, which is no Error.`
}

/** Gives the text that an object makes of itself, where that says more than its tag. */
function textOf(error: object): string | undefined {
  if (typeof error.toString !== 'function' || Array.isArray(error)) return undefined
  const text = String(error)
  return text.startsWith('[object ') ? undefined : text
}

/** Gives the JSON of an object. A cyclic object has none, nor has one with a BigInt. */
function jsonOf(error: object): string | undefined {
  try {
    return JSON.stringify(error)
  } catch {
    return undefined
  }
}

/** Recognizes an error, also one of another realm, as Jest's are. */
function isError(value: unknown): value is Error {
  return value instanceof Error || tagOf(value) === '[object Error]'
}

function tagOf(value: unknown): string {
  try {
    return Object.prototype.toString.call(value)
  } catch {
    // A proxy may refuse even this.
    return 'an object that cannot be printed'
  }
}

/** Reads the name of a thrown value, where it has one that can be read. */
function nameOf(error: unknown): unknown {
  try {
    return Reflect.get(Object(error), 'name')
  } catch {
    // A proxy or a getter that throws has no name for us.
    return undefined
  }
}
