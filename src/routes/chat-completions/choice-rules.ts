import { isLeftOut } from '../lint/fitting-part.js'
import type { LintRule } from '../lint/lint-rule.js'
import { print } from '../protocol/print.js'
import { gapIn, type ChatState, type ChoiceState } from './chat-state.js'
import { piecesOf, type LintedChoice, type LintedChunk, type LintedDelta } from './linted-chunk.js'

/** The reasons that the types of the SDK have. */
const REASONS = ['stop', 'length', 'tool_calls', 'content_filter', 'function_call']

type ChatRule = LintRule<LintedChunk, ChatState>

/** The rules for the choices of a chat completion. */
export const choiceRules: readonly ChatRule[] = [
  {
    id: 'chat/one-choice',
    severity: 'warning',
    once: true,
    reason: 'OpenAI sends one choice in a chunk, and many clients read the first one alone.',
    event: ({ event: { choices = [] } }) =>
      choices.length > 1
        ? {
            message: `The chunk has ${choices.length} choices.`,
            expected: 1,
            received: choices.length,
          }
        : undefined,
  },
  {
    id: 'chat/empty-choices',
    severity: 'warning',
    once: true,
    reason:
      'OpenAI sends no choices beside the usage and a moderation alone, and clients that read choices[0] throw.',
    event: ({ event }) =>
      event.choices?.length === 0 && !hasField(event, 'usage') && !hasField(event, 'moderation')
        ? { message: 'The chunk has neither a choice nor a usage.' }
        : undefined,
  },
  {
    id: 'chat/choices-missing',
    severity: 'error',
    reason:
      'Only a stream with an audio has chunks without a list of choices: the stream helper throws at one.',
    end: ({ lacksChoices, choices }, { failed }) =>
      lacksChoices && !failed && ![...choices.values()].some(({ hasAudio }) => hasAudio)
        ? { message: 'A chunk has no list of choices, and the stream no audio.', expected: [] }
        : undefined,
  },
  {
    id: 'chat/choice-missing',
    severity: 'error',
    reason: 'The stream helper throws at the end of a stream without a choice: it has no message.',
    end: ({ choices, hasBrokenChoices }, { events, failed }) =>
      events > 0 && choices.size === 0 && !hasBrokenChoices && !failed
        ? { message: 'No chunk of the stream has a choice.' }
        : undefined,
  },
  {
    id: 'chat/choice-index',
    severity: 'error',
    reason: 'Choices count from 0 on: the stream helper throws at the end where one is missing.',
    end({ choices, hasBrokenChoices }, { failed }) {
      const missing = failed || hasBrokenChoices ? undefined : gapIn(choices.keys())
      return missing === undefined
        ? undefined
        : {
            message: `Choice ${missing} is missing before a later one.`,
            expected: missing,
            received: [...choices.keys()],
          }
    },
  },
  {
    id: 'chat/delta',
    severity: 'error',
    once: true,
    reason: 'The types of the SDK have a delta in every choice, and clients that read it throw.',
    event: ({ event: { choices = [] } }) => {
      const choice = choices.find((each) => each.delta === undefined && !isLeftOut(each, 'delta'))
      return choice && { message: `Choice ${choice.index} has no delta.`, received: choice }
    },
  },
  {
    id: 'chat/role-first',
    severity: 'error',
    reason:
      'The first chunk of a choice has the role of the assistant: the stream helper throws at the end without it, and where a later chunk has another role.',
    event: eachChoice(({ index, delta }, earlier, { hasBrokenChoices }) => {
      const { role } = delta
      const mayBeBegun = earlier !== undefined || hasBrokenChoices || isLeftOut(delta, 'role')
      if (role === 'assistant' || (mayBeBegun && !role)) return undefined
      return {
        message: `Choice ${index} ${earlier ? 'goes on' : 'begins'} ${role ? `with the role ${print(role)}` : 'without a role'}.`,
        expected: 'assistant',
        received: role,
      }
    }),
  },
  {
    id: 'chat/role-once',
    severity: 'warning',
    once: true,
    reason: 'OpenAI sends the role in the first chunk of a choice alone.',
    event: eachChoice(({ index, delta }, earlier) =>
      // With an audio, OpenAI repeats the role.
      earlier && delta.role === 'assistant' && !delta.audio
        ? { message: `Choice ${index} has its role again.`, received: delta.role }
        : undefined,
    ),
  },
  {
    id: 'chat/content-text',
    severity: 'error',
    once: true,
    reason:
      'The content of a delta is a text: clients join contents, and a list becomes "[object Object]".',
    event: eachChoice(({ index, delta: { content } }) =>
      typeof content === 'string' || content === null || content === undefined
        ? undefined
        : {
            message: `The content of choice ${index} is no text.`,
            expected: 'a text or null',
            received: content,
          },
    ),
  },
  {
    id: 'chat/finish-key',
    severity: 'warning',
    once: true,
    reason:
      'OpenAI sends finish_reason: null until the end, and clients that compare with null take its absence for the end.',
    event: eachChoice((choice, before) => {
      const { index, delta, finish_reason } = choice
      if (finish_reason !== undefined || isLeftOut(choice, 'finish_reason')) return undefined
      // OpenAI omits the key where an audio expires.
      if (delta.audio || before?.hasAudio) return undefined
      return { message: `Choice ${index} has no finish_reason.`, expected: null }
    }),
  },
  {
    id: 'chat/finish-reason',
    severity: 'warning',
    reason:
      'The types of the SDK have five reasons, and clients that know these take any other for none.',
    event: eachChoice(({ index, finish_reason }) =>
      typeof finish_reason !== 'string' || REASONS.includes(finish_reason)
        ? undefined
        : {
            message: `Choice ${index} finishes with an unknown reason: ${print(finish_reason)}.`,
            expected: REASONS,
            received: finish_reason,
          },
    ),
  },
  {
    id: 'chat/finish-once',
    severity: 'warning',
    once: true,
    reason: 'OpenAI finishes a choice once.',
    event: eachChoice(({ index, finish_reason }, earlier) =>
      earlier?.finishReason !== undefined && finish_reason
        ? { message: `Choice ${index} finishes again.`, received: finish_reason }
        : undefined,
    ),
  },
  {
    id: 'chat/after-finish',
    severity: 'error',
    once: true,
    reason: 'A client has the whole choice at its finish_reason, and loses what follows.',
    event: eachChoice(({ index, delta }, earlier) =>
      earlier?.finishReason !== undefined && addsSomething(delta)
        ? { message: `Choice ${index} goes on after its finish_reason.`, received: delta }
        : undefined,
    ),
  },
  {
    id: 'chat/finish-missing',
    severity: 'error',
    reason: 'The stream helper throws where a choice has no finish_reason: the stream was cut.',
    end: ({ open }, { failed }) =>
      [...(failed ? [] : open)].map((index) => ({
        message: `Choice ${index} has no finish_reason.`,
      })),
  },
]

type Piece = LintedChoice & { readonly delta: LintedDelta }
type Problems = ReturnType<NonNullable<ChatRule['event']>>

/** Makes a rule of every choice in a chunk. `earlier` is the choice of the earlier chunks; undefined for a new choice. */
function eachChoice(
  find: (piece: Piece, earlier: ChoiceState | undefined, state: ChatState) => Problems,
) {
  return ({ event }: { readonly event: LintedChunk }, state: ChatState): Problems => {
    for (const piece of piecesOf(event)) {
      const problem = find(piece, state.choices.get(piece.index), state)
      if (problem) return problem
    }
    return undefined
  }
}

/** Returns true for a chunk with a field, also where the field does not match the schema. */
function hasField(chunk: LintedChunk, field: keyof LintedChunk): boolean {
  return Boolean(chunk[field]) || isLeftOut(chunk, field)
}

/** Recognizes a delta with anything but a role. */
function addsSomething(delta: LintedDelta): boolean {
  return Object.entries(delta).some(([field, value]) => field !== 'role' && isFilled(value))
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}
