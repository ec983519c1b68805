import type { LintRule, Problem } from '../lint/lint-rule.js'
import { isJson } from '../protocol/is-json.js'
import { print } from '../protocol/print.js'
import { gapIn, placedIn, placedPieces, type ChatState, type PlacedPiece } from './chat-state.js'
import { calledName, piecesOf, type LintedChoice, type LintedChunk } from './linted-chunk.js'

/** The reasons with which a tool call is whole. */
const WHOLE = ['tool_calls', 'stop']

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
      [...(failed ? [] : choices)].flatMap(([index, { calls }]) => {
        const missing = gapIn(calls.keys())
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
      const fields = { id: piece.id, type: piece.type, name: calledName(piece) }
      const missing = Object.entries(fields)
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
    event: eachPiece(({ piece, isNew, key }) =>
      !isNew && (piece.id || piece.type || calledName(piece))
        ? { message: `Tool call ${print(key)} is announced again.`, received: piece }
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
    reason: 'The arguments of a finished tool call are JSON, and every client parses them.',
    event: ({ event }, before) =>
      piecesOf(event).flatMap((choice) => {
        const isWhole = WHOLE.includes(choice.finish_reason ?? '')
        const hasFinished = before.choices.get(choice.index)?.finishReason !== undefined
        return isWhole && !hasFinished ? brokenArguments(choice, before) : []
      }),
  },
]

function eachPiece(find: (placed: PlacedPiece) => Problem | undefined) {
  return ({ event }: { readonly event: LintedChunk }, before: ChatState): Problem[] =>
    placedPieces(event, before)
      .map(find)
      .filter((problem) => problem !== undefined)
}

/** Finds the calls of a choice whose arguments are no JSON, when the choice finishes. */
function brokenArguments(choice: LintedChoice, before: ChatState): Problem[] {
  const texts = new Map<number | string, string>()
  for (const [key, call] of before.choices.get(choice.index)?.calls ?? []) {
    if (call.isFunction) texts.set(key, call.arguments)
  }
  for (const { piece, key } of placedIn(choice, before)) {
    if (piece.custom) continue
    texts.set(key, `${texts.get(key) ?? ''}${piece.function?.arguments ?? ''}`)
  }
  return [...texts]
    .filter(([, text]) => !isJson(text))
    .map(([key, received]) => ({
      message: `The arguments of tool call ${print(key)} are no JSON: ${print(received)}.`,
      expected: 'JSON',
      received,
    }))
}
