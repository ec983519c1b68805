import type { ChatCompletionChunk } from 'openai/resources/chat/completions'

/** Take one chunk of each part in turn, and right behind a role its first piece. */
export function* interleave(
  parts: ReadonlyArray<Iterable<ChatCompletionChunk>>,
): Generator<ChatCompletionChunk, void, undefined> {
  const turns = new Set(parts.map((part) => part[Symbol.iterator]()))
  try {
    while (turns.size > 0) {
      for (const turn of turns) {
        let next = turn.next()
        if (!next.done && hasRole(next.value)) {
          yield next.value
          next = turn.next()
        }
        if (next.done) turns.delete(turn)
        else yield next.value
      }
    }
  } finally {
    for (const turn of turns) turn.return?.()
  }
}

function hasRole({ choices: [choice] }: ChatCompletionChunk): boolean {
  return choice?.delta.role !== undefined
}
