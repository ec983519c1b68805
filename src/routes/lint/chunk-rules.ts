import { print } from '../protocol/print.js'
import type { LintRule, RuleDescription } from './lint-rule.js'

/** The fields that all chunks of a stream share. One that does not match the schema is undefined. */
export interface ChunkHead {
  readonly id: string | undefined
  readonly created: number | undefined
  readonly model: string | undefined
}

/** The state of rules that compare a chunk with the first one. */
export interface HeadState {
  /** The first chunk with an id; undefined before that chunk. */
  head: ChunkHead | undefined
}

/** Makes the rule that all chunks of a stream have one value of a field. */
export function sameField(
  field: keyof ChunkHead,
  rule: RuleDescription,
): LintRule<ChunkHead, HeadState> {
  return {
    ...rule,
    once: true,
    event({ event }, { head }) {
      // A chunk without an id, such as the first one of Azure, belongs to no completion.
      if (!head || event.id === '') return undefined
      const [expected, received] = [head[field], event[field]]
      if (expected === received || expected === undefined || received === undefined)
        return undefined
      return {
        message: `The ${field} is ${print(received)}, and that of the first chunk is ${print(expected)}.`,
        expected,
        received,
      }
    },
  }
}

/** Makes the rule that no chunk of a stream has a name. */
export function unnamedChunk(id: string): LintRule<unknown, unknown> {
  return {
    id,
    severity: 'error',
    once: true,
    reason:
      'OpenAI does not name the chunks: openai-node 4 wraps the data of a named record in another object.',
    event: ({ name }) =>
      name === undefined
        ? undefined
        : { message: `The chunk has the name ${print(name)}.`, received: name },
  }
}

/** Makes the rule that every chunk of a stream has an id. */
export function filledId(id: string): LintRule<Pick<ChunkHead, 'id'>, unknown> {
  return {
    id,
    severity: 'warning',
    once: true,
    reason: 'Every chunk of OpenAI has an id, and clients group chunks by it.',
    event: ({ event: { id: received } }) =>
      received === '' ? { message: 'The chunk has an empty id.', received } : undefined,
  }
}

/** Notes the first chunk that has an id. */
export function noteHead(state: HeadState, { id, created, model }: ChunkHead): void {
  if (!state.head && id) state.head = { id, created, model }
}

/** Counts a choice without an index as the first one, which it is where a server sends a single one. */
export function indexed<Choice extends { readonly index: number }>(choice: Choice): Choice {
  const { index = 0 } = choice
  return index === choice.index ? choice : { ...choice, index }
}
