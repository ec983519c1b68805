import { z } from 'zod'
import type { Abortable } from './abort-source.js'
import { isScript } from './event-stream.js'
import { explainThrown, nameOf, printed, tagOf } from './thrown.js'

/** The fields of OpenAI's error object. Fields of other servers, such as `failed_generation`, are sent as they are. */
export interface ErrorFields {
  /** The text for people. */
  readonly message: string
  /** The kind of the error; `server_error` unless given. */
  readonly type?: string | null
  /** The code for programs, such as `rate_limit_exceeded`; null unless given. */
  readonly code?: string | number | null
  /** The path of the wrong parameter; null unless given. */
  readonly param?: string | null
  readonly [field: string]: unknown
}

/**
 * The error that a script throws to end its stream with the endpoint's own error event.
 *
 * @example
 * throw new StreamError({ message: 'The server had an error', type: 'server_error' })
 */
export class StreamError extends Error {
  override readonly name = 'StreamError'
  /** The kind of the error, such as `server_error`. */
  readonly type: string | null
  /** The code for programs, such as `rate_limit_exceeded`. */
  readonly code: string | number | null
  /** The path of the wrong parameter. */
  readonly param: string | null
  /** The fields beside `message`, `type`, `code` and `param`. */
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

/** The place in a script at which the script failed. */
export interface ScriptPosition {
  /** The name of the script's class. */
  readonly script: string
  /** The name of the endpoint that played the script. */
  readonly endpoint: string
  /** The zero-based index of the event that could not be sent. */
  readonly index: number
}

/**
 * The error of a script that threw anything but a `StreamError`: the connection was cut. The
 * `cause` is that error.
 *
 * @example
 * expect(route.calls[0]?.error).toBeInstanceOf(BrokenScriptError)
 */
export class BrokenScriptError extends Error {
  override readonly name: string = 'BrokenScriptError'
  /** The name of the script's class. */
  readonly script: string
  /** The name of the endpoint that played the script. */
  readonly endpoint: string
  /** The zero-based index of the event that could not be sent. */
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

/**
 * The error of a script that yielded an event its endpoint never sends, or that has no JSON. Of the
 * latter, the `cause` is the error of `JSON.stringify`.
 *
 * @example
 * expect(route.calls[0]?.error).toMatchObject({ name: 'InvalidEventError', index: 2 })
 */
export class InvalidEventError extends BrokenScriptError {
  override readonly name = 'InvalidEventError'
  // Private: test runners print the own properties of an error, and the message has said what is wrong.
  readonly #event: unknown
  readonly #issues: readonly z.core.$ZodIssue[]

  constructor(position: ScriptPosition, event: unknown, cause: unknown) {
    const issues = cause instanceof z.core.$ZodError ? cause.issues : []
    // Test runners print a cause, too, and Zod's is all of its issues once more.
    super(position, issues.length > 0 ? undefined : cause, explainEvent(event, cause))
    // Stacks of the engine show nothing of the script, and test runners print all of them.
    this.stack = `${this.name}: ${this.message}`
    this.#event = event
    this.#issues = issues
  }

  /** The event, as the script yielded it. */
  get event(): unknown {
    return this.#event
  }

  /** The issues that the schema of the endpoint found; none where the event has no JSON. */
  get issues(): readonly z.core.$ZodIssue[] {
    return this.#issues
  }

  /** Prints the message alone in Node: the issues of the cause are in it. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.stack ?? this.message
  }
}

/** Makes the error of a script that threw `error`; a `BrokenScriptError` stays as it is. */
export function brokenScriptError(position: ScriptPosition, error: unknown): BrokenScriptError {
  return isBrokenScriptError(error) ? error : new BrokenScriptError(position, error)
}

function isBrokenScriptError(error: unknown): error is BrokenScriptError {
  try {
    return error instanceof BrokenScriptError
  } catch {
    // A proxy may throw here. A broken script may throw a proxy, too.
    return false
  }
}

/** Recognizes an error that comes of the abort of `signal`, and of nothing else. */
export function isAbort(
  error: unknown,
  { aborted, reason }: Pick<Abortable, 'aborted' | 'reason'>,
): boolean {
  if (!aborted) return false
  const cause = isBrokenScriptError(error) ? error.cause : error
  // By name: an AbortError of Jest is of another realm.
  return cause === reason || nameOf(cause) === 'AbortError'
}

/** Makes the error with which undici reports a dropped connection: clients handle that one. */
export function terminated(): TypeError {
  const cause = Object.assign(new Error('other side closed'), {
    name: 'SocketError',
    code: 'UND_ERR_SOCKET',
  })
  return new TypeError('terminated', { cause })
}

/** Explains a mistake of the author that leads to an invalid event; undefined where none is known. */
function mistakeOf(event: unknown): string | undefined {
  if (isStreamError(event)) return 'it is a StreamError. Throw it.'
  if (isScript(event)) return 'it is a script. Yield its events: yield* script.'
  if (isObjectWith(event, 'then')) return 'it is a promise. Await it in an AsyncEventStream.'
  if (isObjectWith(event, Symbol.iterator) || isObjectWith(event, Symbol.asyncIterator))
    return 'it is several events. Yield them with yield*.'
  if (typeof event === 'function') return `it is the function ${event.name}. Call it.`
  if (isWriter(event))
    return 'it is a writer. Call one of its methods, and yield the events with yield*.'
  return undefined
}

/** Recognizes an object with a generator among its methods, as every writer has. */
function isWriter(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const fields = Object.values(Object.getOwnPropertyDescriptors(value))
  return fields.some(isGenerator) || isWriter(Object.getPrototypeOf(value))
}

function isGenerator({ value }: PropertyDescriptor): boolean {
  return tagOf(value).endsWith('GeneratorFunction]')
}

function isObjectWith(value: unknown, key: PropertyKey): boolean {
  return typeof value === 'object' && value !== null && key in value
}

function explainEvent(event: unknown, cause: unknown): string {
  if (!(cause instanceof z.core.$ZodError)) return `it cannot be encoded. ${explainThrown(cause)}`

  return (
    mistakeOf(event) ??
    `it does not match the endpoint's schema.\n${describeIssues(event, cause)}\nTo send it on purpose, yield unchecked(event).`
  )
}

/** The most issues of an event in a message. */
const MOST_ISSUES = 5

/** Describes the issues of an event as Zod does, with the received value where Zod omits it. */
function describeIssues(event: unknown, { issues }: z.core.$ZodError): string {
  const shown = issues.slice(0, MOST_ISSUES).map((issue) => {
    const isOmitted = issue.code === 'invalid_value' && !/, received /.test(issue.message)
    const received = isOmitted ? `, received ${receivedAt(event, issue.path)}` : ''
    return { ...issue, message: `${issue.message}${received}` }
  })
  const rest = issues.length - shown.length
  return `${z.prettifyError({ issues: shown })}${rest > 0 ? `\n… and ${rest} more.` : ''}`
}

function receivedAt(event: unknown, path: readonly PropertyKey[]): string {
  const received = path.reduce<unknown>((value, key) => Reflect.get(Object(value), key), event)
  return printed(received)
}
