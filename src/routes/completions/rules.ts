import { isLeftOut } from '../lint/fitting-part.js'
import { protocolRules, type LintRule, type ProtocolRules } from '../lint/lint-rule.js'
import {
  filledId,
  indexed,
  noteHead,
  sameField,
  unnamedChunk,
  type ChunkHead,
  type HeadState,
} from '../lint/chunk-rules.js'
import { print } from '../protocol/print.js'

interface TextChoice {
  readonly index: number
  readonly text?: string | undefined
  readonly logprobs?: object | null | undefined
  readonly finish_reason?: string | null | undefined
}

/** A chunk of a completion, as its schema allows it. A field that does not match the schema is undefined. */
interface TextChunk extends ChunkHead {
  readonly choices?: readonly TextChoice[] | undefined
  readonly usage?: object | null | undefined
}

/** The stream of a completion up to one chunk. */
interface TextState extends HeadState {
  /** The choices that have begun. */
  readonly choices: Set<number>
  /** The choices that have begun, and not finished. */
  readonly open: Set<number>
  /** True once a chunk without choices has the usage. */
  hasUsage: boolean
}

/** The reasons that the types of the SDK have. */
const REASONS = ['stop', 'length', 'content_filter']

const RULES: ReadonlyArray<LintRule<TextChunk, TextState>> = [
  unnamedChunk('completions/event-name'),
  filledId('completions/id'),
  sameField('id', {
    id: 'completions/same-id',
    severity: 'warning',
    reason: 'OpenAI sends one id in all chunks, and clients group chunks by it.',
  }),
  sameField('created', {
    id: 'completions/same-created',
    severity: 'warning',
    reason: 'OpenAI sends the time of the completion, and not of the chunk.',
  }),
  sameField('model', {
    id: 'completions/same-model',
    severity: 'warning',
    reason: 'OpenAI sends one model in all chunks.',
  }),
  {
    id: 'completions/logprobs-missing',
    severity: 'warning',
    once: true,
    reason: 'OpenAI sends log probabilities or null in each choice; clients survive without them.',
    event: ({ event }) => {
      const choice = choicesOf(event).find(
        (each) => each.logprobs === undefined && !isLeftOut(each, 'logprobs'),
      )
      return choice && { message: `Choice ${choice.index} has no logprobs.`, expected: null }
    },
  },
  {
    id: 'completions/one-choice',
    severity: 'warning',
    once: true,
    reason: 'OpenAI sends one choice in a chunk, but where the chunk finishes all of them.',
    event: ({ event: { choices = [] } }) =>
      choices.length > 1 && choices.some(({ finish_reason }) => !finish_reason)
        ? {
            message: `The chunk has ${choices.length} choices.`,
            expected: 1,
            received: choices.length,
          }
        : undefined,
  },
  {
    id: 'completions/empty-choices',
    severity: 'warning',
    once: true,
    reason:
      'OpenAI sends no choices beside the usage alone, and clients that read choices[0] throw.',
    event: ({ event: { choices, usage }, event }) =>
      choices?.length === 0 && !usage && !isLeftOut(event, 'usage')
        ? { message: 'The chunk has neither a choice nor a usage.' }
        : undefined,
  },
  {
    id: 'completions/finish-reason',
    severity: 'warning',
    reason:
      'The types of the SDK have three reasons, and clients that know these take any other for none.',
    event: ({ event }) => {
      const choice = choicesOf(event).find(({ finish_reason }) => !isKnown(finish_reason))
      return (
        choice && {
          message: `Choice ${choice.index} finishes with an unknown reason: ${print(choice.finish_reason)}.`,
          expected: REASONS,
          received: choice.finish_reason,
        }
      )
    },
  },
  {
    id: 'completions/finish-once',
    severity: 'warning',
    once: true,
    reason: 'OpenAI finishes a choice once, but where the length ends it.',
    event: ({ event }, before) => {
      const again = choicesOf(event).find(
        (choice) =>
          choice.text === '' &&
          choice.finish_reason &&
          choice.finish_reason !== 'length' &&
          hasFinished(before, choice),
      )
      return (
        again && {
          message: `Choice ${again.index} finishes again.`,
          received: again.finish_reason,
        }
      )
    },
  },
  {
    id: 'completions/after-finish',
    severity: 'error',
    once: true,
    reason: 'A client has the whole choice at its finish_reason, and loses what follows.',
    event: ({ event }, before) => {
      // An empty chunk with the same reason may follow: OpenAI sends one after the last token.
      const late = choicesOf(event).find((choice) => choice.text && hasFinished(before, choice))
      return (
        late && {
          message: `Choice ${late.index} goes on after its finish_reason.`,
          received: late.text,
        }
      )
    },
  },
  {
    id: 'completions/finish-missing',
    severity: 'error',
    reason: 'Without a finish_reason a client cannot know a whole text from one that was cut.',
    end: ({ open }, { failed }) =>
      failed
        ? []
        : [...open].map((index) => ({ message: `Choice ${index} has no finish_reason.` })),
  },
  {
    id: 'completions/usage-alone',
    severity: 'warning',
    once: true,
    reason: 'OpenAI sends the usage in a chunk without choices, and clients look for it there.',
    event: ({ event: { choices = [], usage } }) =>
      usage && choices.length > 0
        ? { message: 'The chunk has a usage and a choice.', expected: [], received: choices }
        : undefined,
  },
  {
    id: 'completions/usage-after-finish',
    severity: 'warning',
    once: true,
    reason: 'OpenAI sends the usage once every choice has finished.',
    event({ event: { choices = [], usage } }, { open, choices: begun }) {
      if (!usage || choices.length > 0) return undefined
      if (begun.size === 0) return { message: 'The usage comes before the first choice.' }
      const [first] = open
      return first === undefined
        ? undefined
        : { message: `The usage comes before choice ${first} has finished.` }
    },
  },
  {
    id: 'completions/usage-once',
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

/** The rules of a stream of legacy completions. */
export const textCompletionRules: ProtocolRules<TextChunk> = protocolRules(
  RULES,
  (): TextState => ({ head: undefined, choices: new Set(), open: new Set(), hasUsage: false }),
  (state, chunk) => {
    noteHead(state, chunk)
    state.hasUsage ||= Boolean(chunk.usage) && !chunk.choices?.length
    for (const choice of choicesOf(chunk)) addChoice(state, choice)
  },
  { misfits: 'in part', judges: isCompared },
)

/** Recognizes a choice without log probabilities, or with an unknown reason. */
function isCompared(place: string, value: unknown): boolean {
  const [, field] = /^choices\.\d+\.(logprobs|finish_reason)$/.exec(place) ?? []
  return field === 'logprobs'
    ? value === undefined
    : field !== undefined && typeof value === 'string'
}

function choicesOf({ choices = [] }: TextChunk): TextChoice[] {
  return choices.map(indexed)
}

function isKnown(reason: string | null | undefined): boolean {
  return typeof reason !== 'string' || REASONS.includes(reason)
}

function addChoice({ choices, open }: TextState, choice: TextChoice): void {
  const { index, finish_reason } = choice
  if (finish_reason || isLeftOut(choice, 'finish_reason')) open.delete(index)
  else if (!choices.has(index)) open.add(index)
  choices.add(index)
}

function hasFinished({ choices, open }: TextState, { index }: TextChoice): boolean {
  return choices.has(index) && !open.has(index)
}
