import { z } from 'zod'
import { isScript } from './event-stream.js'

/** The fields of OpenAI's error object. */
export interface ErrorFields {
  readonly message: string
  /** `server_error` unless given. */
  readonly type?: string
  readonly code?: string | null
  readonly param?: string | null
}

/**
 * Thrown by a script to end its stream with the endpoint's own error event.
 *
 * @example
 * throw new StreamError({ message: 'The server had an error', type: 'server_error' })
 */
export class StreamError extends Error {
  override readonly name = 'StreamError'
  readonly type: string
  readonly code: string | null
  readonly param: string | null

  constructor({ message, type = 'server_error', code = null, param = null }: ErrorFields) {
    super(message)
    this.type = type
    this.code = code
    this.param = param
  }
}

/** Whether `error` is a {@link StreamError}, of this copy of the package or another. */
export function isStreamError(error: unknown): error is StreamError {
  return error instanceof Error && error.name === 'StreamError'
}

/** Where in a script something went wrong. */
export interface ScriptPosition {
  /** The name of the script's class. */
  readonly script: string
  /** The name of the endpoint that played it. */
  readonly endpoint: string
  /** The zero-based index of the event that could not be sent. */
  readonly index: number
}

/** A script failed in a way that no server would: the connection was cut. `cause` says why. */
export class BrokenScriptError extends Error {
  override readonly name: string = 'BrokenScriptError'
  readonly script: string
  readonly endpoint: string
  readonly index: number

  constructor(
    { script, endpoint, index }: ScriptPosition,
    cause: unknown,
    reason = messageOf(cause),
  ) {
    super(`Failed to play event ${index} of script "${script}" on "${endpoint}": ${reason}`, {
      cause,
    })
    this.script = script
    this.endpoint = endpoint
    this.index = index
  }
}

/** A script yielded what its endpoint never sends. `cause` is the schema's error, or that of `JSON.stringify`. */
export class InvalidEventError extends BrokenScriptError {
  override readonly name = 'InvalidEventError'
  readonly event: unknown

  constructor(position: ScriptPosition, event: unknown, cause: unknown) {
    super(position, cause, explain(event, cause))
    this.event = event
  }
}

/** What an author meant who yields what is no event at all. */
function misuse(event: unknown): string | undefined {
  if (isStreamError(event)) return 'it is a StreamError. Throw it.'
  if (isScript(event)) return 'it is a script. Yield its events: yield* script.'
  if (isThenable(event)) return 'it is a promise. Await it in an AsyncEventStream.'
  if (isIterator(event)) return 'it is several events. Yield them with yield*.'
  if (typeof event === 'function') return `it is the function ${event.name}. Call it.`
  return undefined
}

function isIterator(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'next' in value
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value
}

function explain(event: unknown, cause: unknown): string {
  if (!(cause instanceof z.core.$ZodError)) return `it cannot be encoded. ${messageOf(cause)}`

  return (
    misuse(event) ??
    `it does not match the endpoint's schema.\n${z.prettifyError(cause)}\nTo send it on purpose, yield unchecked(event).`
  )
}

function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message

  const text = String(error)
  return text === '[object Object]' ? `it threw ${JSON.stringify(error)}, which is no Error.` : text
}
