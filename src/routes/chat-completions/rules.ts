import {
  protocolRules,
  type LintRule,
  type Problem,
  type ProtocolRules,
} from '../lint/lint-rule.js'
import { filledId, sameField, unnamedChunk } from '../lint/chunk-rules.js'
import { print } from '../protocol/print.js'
import { addChunk, beginChat, type ChatState } from './chat-state.js'
import { choiceRules } from './choice-rules.js'
import type { LintedChoice, LintedChunk } from './linted-chunk.js'
import { toolCallRules } from './tool-call-rules.js'

type ChatRule = LintRule<LintedChunk, ChatState>

const headRules: readonly ChatRule[] = [
  unnamedChunk('chat/event-name'),
  {
    id: 'chat/object',
    severity: 'warning',
    once: true,
    reason: 'The type of the SDK has one object for all chunks.',
    event: ({ event: { object } }) =>
      object === undefined || object === 'chat.completion.chunk'
        ? undefined
        : {
            message: `The object of the chunk is ${print(object)}.`,
            expected: 'chat.completion.chunk',
            received: object,
          },
  },
  filledId('chat/id'),
  sameField('id', {
    id: 'chat/same-id',
    severity: 'error',
    reason:
      'All chunks have one id: ChatCompletionStream.fromReadableStream() takes another one for another completion.',
  }),
  sameField('created', {
    id: 'chat/same-created',
    severity: 'warning',
    reason: 'OpenAI sends the time of the completion, and not of the chunk.',
  }),
  sameField('model', {
    id: 'chat/same-model',
    severity: 'warning',
    reason: 'OpenAI sends one model in all chunks.',
  }),
]

const usageRules: readonly ChatRule[] = [
  {
    id: 'chat/usage-alone',
    severity: 'warning',
    once: true,
    reason: 'OpenAI sends the usage in a chunk without choices, and clients look for it there.',
    event: ({ event: { choices = [], usage } }) =>
      usage && choices.length > 0
        ? { message: 'The chunk has a usage and a choice.', expected: [], received: choices }
        : undefined,
  },
  {
    id: 'chat/usage-after-finish',
    severity: 'warning',
    once: true,
    reason: 'OpenAI sends the usage once every choice has finished.',
    event({ event: { usage, choices = [] } }, { open, choices: begun }) {
      if (!usage) return undefined
      if (choices.length > 0 || begun.size > 0) return openProblem(open, choices)
      return { message: 'The usage comes before the first choice.' }
    },
  },
  {
    id: 'chat/usage-id',
    severity: 'error',
    once: true,
    reason: 'The stream helper of openai 6 and 7 drops the usage of a later chunk without an id.',
    event: ({ event: { id, usage } }, { choices }) =>
      usage && id === '' && choices.size > 0
        ? { message: 'The chunk with the usage has an empty id.', received: id }
        : undefined,
  },
  {
    id: 'chat/usage-once',
    severity: 'warning',
    once: true,
    reason:
      'OpenAI sends one chunk with the usage; a client that adds the usages up counts the tokens twice.',
    event: ({ event: { choices = [], usage } }, { hasUsage }) =>
      usage && choices.length === 0 && hasUsage
        ? { message: 'The stream has a second chunk with the usage.', received: usage }
        : undefined,
  },
]

/** The places of texts that rules compare with those that the types of the SDK list. */
const COMPARED = /^(object|choices\.\d+\.(finish_reason|delta\.role))$/
const CALL_TYPE = /^choices\.\d+\.delta\.tool_calls\.\d+\.type$/

/** The rules of a stream of chat completion chunks. */
export const chatRules: ProtocolRules<LintedChunk> = protocolRules(
  [...headRules, ...choiceRules, ...toolCallRules, ...usageRules],
  beginChat,
  addChunk,
  { misfits: 'in part', judges: isCompared },
)

/** Recognizes a text that these types lack, and the empty type in a later piece of a tool call. */
function isCompared(place: string, value: unknown): boolean {
  return COMPARED.test(place) ? typeof value === 'string' : CALL_TYPE.test(place) && value === ''
}

/** Finds a choice that is open, and that a chunk with the usage does not finish. */
function openProblem(
  open: ReadonlySet<number>,
  choices: readonly LintedChoice[],
): Problem | undefined {
  const finishing = choices.filter(({ finish_reason }) => finish_reason)
  const finished = new Set(finishing.map(({ index }) => index))
  for (const index of open) {
    if (finished.has(index)) continue
    return { message: `The usage comes before choice ${index} has finished.` }
  }
  return undefined
}
