import type { LintRule, Problem } from '../lint/lint-rule.js'
import { isJson } from '../protocol/json.js'
import { print } from '../protocol/print.js'
import {
  gapIn,
  joinedCall,
  placedIn,
  placedPieces,
  withKnownCalls,
  type ChatState,
  type PlacedPiece,
} from './chat-state.js'
import {
  namesOf,
  type CallNames,
  type LintedChoice,
  type LintedChunk,
  type LintedToolCall,
} from './linted-chunk.js'

/** The reasons with which a tool call is whole. */
const WHOLE = ['tool_calls', 'function_call', 'stop']

/** The highest index of a tool call that the stream helper takes. */
const LAST_INDEX = 127

/** The rules for the tool calls of a chat completion. */
export const toolCallRules: ReadonlyArray<LintRule<LintedChunk, ChatState>> = [
  {
    id: 'chat/tool-call-index',
    severity: 'error',
    reason:
      'The stream helper of openai-node 7 throws at a piece of a tool call without an index from 0 to 127, and at the end where an index is missing before a higher one.',
    event: eachPiece(({ piece: { index: received } }) => {
      if (typeof received === 'number' && received <= LAST_INDEX) return undefined
      const has = received ?? 'missing'
      const expected = `a number from 0 to ${LAST_INDEX}`
      return { message: `The index of a tool call is ${has}.`, expected, received }
    }),
    end: ({ choices }, { failed }) =>
      [...(failed ? [] : choices)].flatMap(([index, { calls, hasBrokenCalls }]) => {
        const missing = hasBrokenCalls ? undefined : gapIn(calls.keys())
        if (missing === undefined) return []
        const message = `Choice ${index} lacks tool call ${missing} before a later one.`
        return [{ message, expected: missing, received: [...calls.keys()] }]
      }),
  },
  {
    id: 'chat/tool-call-announced',
    severity: 'error',
    reason:
      'A tool call begins with its id, its type and its name: the stream helper throws at the end without a type or a name, and without the id no result can be sent.',
    event: eachPiece(({ piece, isNew, key }) => {
      const missing = Object.entries(namesOf(piece))
        .filter(([, value]) => !value)
        .map(([field]) => field)
      return isNew && missing.length > 0
        ? {
            message: `Tool call ${print(key)} begins without ${missing.join(', ')}.`,
            expected: 'id, type and name',
            received: piece,
          }
        : undefined
    }),
  },
  {
    id: 'chat/tool-call-repeated',
    severity: 'warning',
    once: true,
    reason:
      'OpenAI sends the id, the type and the name of a tool call once, and clients that join texts have them twice.',
    event: eachPiece(({ piece, isNew, key, call }) =>
      !isNew && Object.values(namesOf(piece)).some(Boolean) && !changedIn(piece, call)
        ? { message: `Tool call ${print(key)} is announced again.`, received: piece }
        : undefined,
    ),
  },
  {
    id: 'chat/tool-call-changed',
    severity: 'error',
    reason:
      'A tool call keeps its id, its type and its name: the stream helper takes the last ones, and other clients the first.',
    event: eachPiece(({ piece, key, call }) => {
      const field = changedIn(piece, call)
      return field === undefined || !call
        ? undefined
        : {
            message: `The ${field} of tool call ${print(key)} changes.`,
            expected: call[field],
            received: namesOf(piece)[field],
          }
    }),
  },
  {
    id: 'chat/tool-call-id',
    severity: 'error',
    reason:
      'A client sends the result of a tool call by the id of the call: two calls with one id get one result.',
    event: eachPiece(({ piece: { id }, key, hasUsedId }) =>
      hasUsedId
        ? { message: `Tool call ${print(key)} has the id of another call.`, received: id }
        : undefined,
    ),
  },
  {
    id: 'chat/tool-call-order',
    severity: 'warning',
    once: true,
    reason: 'OpenAI sends one tool call after the other, with indexes from 0 on.',
    event: eachPiece(({ piece, key, isNew, isLatest, count }) => {
      const isInOrder = isNew ? piece.index === count : isLatest
      return isInOrder || typeof piece.index !== 'number'
        ? undefined
        : {
            message: `A piece of tool call ${key} comes out of order.`,
            expected: isNew ? count : count - 1,
            received: key,
          }
    }),
  },
  {
    id: 'chat/tool-call-arguments',
    severity: 'error',
    reason:
      'The arguments of a finished tool call, or of a finished function_call, are JSON, and every client parses them.',
    event: ({ event }, before) =>
      finishing(event, before)
        .filter(({ finish_reason }) => WHOLE.includes(finish_reason ?? ''))
        .flatMap((choice) => brokenArguments(choice, before)),
  },
  {
    id: 'chat/tool-calls-missing',
    severity: 'error',
    reason:
      'A client that reads the finish_reason runs the tools that the choice calls: without a call it has neither a result to send nor an answer.',
    event: ({ event }, before) =>
      finishing(event, before)
        .filter((choice) => lacksCalls(choice, before))
        .map(({ index, finish_reason: received }) => ({
          message: `Choice ${index} finishes with ${print(received)}, and calls nothing.`,
          received,
        })),
  },
  {
    id: 'chat/function-call-name',
    severity: 'error',
    reason: 'The stream helper throws at the end where a function_call has no name.',
    event: ({ event }, { choices }) =>
      withKnownCalls(event, { choices })
        .filter(({ index }) => choices.get(index)?.functionCall === undefined)
        .filter(({ delta: { function_call: called } }) => called && !called.name)
        .map(({ index, delta }) => ({
          message: `The function_call of choice ${index} begins without a name.`,
          received: delta.function_call,
        })),
  },
]

/** Finds a field of a piece that differs from the same field of the pieces before. */
function changedIn(piece: LintedToolCall, call: CallNames | undefined) {
  const names = namesOf(piece)
  return NAMES.find((field) => names[field] && call?.[field] && names[field] !== call[field])
}

const NAMES = ['id', 'type', 'name'] as const

/** Lists the choices that a chunk finishes. */
function finishing(chunk: LintedChunk, { choices }: ChatState): LintedChoice[] {
  return withKnownCalls(chunk, { choices }).filter(
    ({ index, finish_reason }) => finish_reason && choices.get(index)?.finishReason === undefined,
  )
}

/** Returns true for a choice that finishes with calls, and has none. */
function lacksCalls(choice: LintedChoice, before: ChatState): boolean {
  const state = before.choices.get(choice.index)
  if (choice.finish_reason === 'function_call') {
    return joinedCall(state?.functionCall, choice.delta) === undefined
  }
  const hasCalls = (state?.calls.size ?? 0) > 0 || placedIn(choice, before).length > 0
  return choice.finish_reason === 'tool_calls' && !hasCalls
}

function eachPiece(find: (placed: PlacedPiece) => Problem | undefined) {
  return ({ event }: { readonly event: LintedChunk }, before: ChatState): Problem[] =>
    placedPieces(event, before)
      .map(find)
      .filter((problem) => problem !== undefined)
}

/** Finds the calls of a choice whose arguments are no JSON, when the choice finishes. */
function brokenArguments(choice: LintedChoice, before: ChatState): Problem[] {
  const state = before.choices.get(choice.index)
  const texts = new Map<string, string>()
  for (const [key, call] of state?.calls ?? []) {
    if (call.isFunction) texts.set(nameOf(key), call.arguments)
  }
  for (const { piece, key } of placedIn(choice, before)) {
    if (piece.custom) continue
    const name = nameOf(key)
    texts.set(name, `${texts.get(name) ?? ''}${piece.function?.arguments ?? ''}`)
  }
  const legacy = joinedCall(state?.functionCall, choice.delta)
  if (legacy !== undefined) texts.set('the function_call', legacy)
  return [...texts]
    .filter(([, text]) => !isJson(text))
    .map(([name, received]) => ({
      message: `The arguments of ${name} are no JSON: ${print(received)}.`,
      expected: 'JSON',
      received,
    }))
}

function nameOf(key: number | string): string {
  return `tool call ${print(key)}`
}
