import type { ChatCompletion } from 'openai/resources/chat/completions'
import { joinValues } from '../chat-completions/chunk-reader.js'
import { defined, isRecord } from '../protocol/defaults.js'
import { listAt, valueAt } from '../protocol/fields.js'

type Fields = Readonly<Record<string, unknown>>

/** The fields of a message or of a delta, in no server's own words. */
export interface MessageFields extends Fields {
  readonly role?: unknown
  readonly content?: unknown
  /** The reasoning, which servers name differently. */
  readonly reasoning?: unknown
  readonly tool_calls?: unknown
}

/** A piece of a message, or the end of a choice. */
export interface ChatPiece {
  /** The zero-based index of the choice. */
  readonly index: number
  /** The piece; without a role, and without empty fields. */
  readonly delta: MessageFields
  readonly finish_reason: string | null
  /** The log probabilities of the piece; undefined where there are none. */
  readonly logprobs: unknown
  /** The other fields of the choice, which the author gave. */
  readonly more: Fields
}

/** Reads the pieces of the chunks of an answer. A chunk with a role alone, or with the usage, is none. */
export function piecesOf(chunks: Iterable<unknown>): ChatPiece[] {
  return [...chunks]
    .flatMap((chunk) => listAt(chunk, 'choices').map(pieceOf))
    .filter(({ delta, finish_reason }) => finish_reason !== null || Object.keys(delta).length > 0)
}

/** Joins the pieces of each tool call to one piece, in the place of the first. */
export function withWholeCalls(pieces: readonly ChatPiece[]): ChatPiece[] {
  const joined: ChatPiece[] = []
  const places = new Map<string, number>()
  for (const piece of pieces) {
    const call = valueAt(piece.delta, 'tool_calls', 0)
    const key = `${piece.index} ${String(valueAt(call, 'index'))}`
    const place = call === undefined ? undefined : places.get(key)
    const first = place === undefined ? undefined : joined[place]
    if (place !== undefined && first) {
      const tool_calls = [joinCall(valueAt(first.delta, 'tool_calls', 0), call)]
      joined[place] = { ...first, delta: { ...first.delta, tool_calls } }
    } else {
      if (call !== undefined) places.set(key, joined.length)
      joined.push(piece)
    }
  }
  return joined
}

/** Reads the fields of a message, whole or in part, without its role and without empty fields. */
export function readMessage(message: unknown): MessageFields {
  const { role: _, reasoning_content, ...fields }: Fields = isRecord(message) ? message : {}
  const filled = Object.entries({ ...fields, reasoning: reasoning_content ?? fields['reasoning'] })
  return Object.fromEntries(filled.filter(([, value]) => !isEmpty(value)))
}

/** Gives the fields of a completion that only the author can have given. */
export function ownFieldsOf(completion: ChatCompletion): Fields {
  const { id: _, object: _1, created: _2, model: _3, choices: _4, usage: _5, ...rest } = completion
  const { service_tier: _6, system_fingerprint: _7, ...own } = rest
  return defined(own)
}

function pieceOf(choice: unknown): ChatPiece {
  const { index, delta, finish_reason, logprobs, ...more }: Fields = isRecord(choice) ? choice : {}
  return {
    index: Number(index),
    delta: readMessage(delta),
    finish_reason: typeof finish_reason === 'string' ? finish_reason : null,
    logprobs: logprobs ?? undefined,
    more,
  }
}

/** Joins two pieces of a tool call. The index is of both. */
function joinCall(first: unknown, next: unknown): unknown {
  return joinValues([first, { ...Object(next), index: undefined }])
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || listIsEmpty(value)
}

function listIsEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}
