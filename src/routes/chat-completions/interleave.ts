import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { textAt } from '../protocol/fields.js'

/** Takes one chunk of each part, round by round; after a role, the chunk behind the role as well. */
export function* interleave(
  parts: ReadonlyArray<Iterable<ChatCompletionChunk>>,
): Generator<ChatCompletionChunk, void, undefined> {
  const iterators = new Set(parts.map((part) => part[Symbol.iterator]()))
  try {
    while (iterators.size > 0) {
      for (const iterator of iterators) {
        let next = iterator.next()
        if (!next.done && hasRole(next.value)) {
          yield next.value
          next = iterator.next()
        }
        if (next.done) iterators.delete(iterator)
        else yield next.value
      }
    }
  } finally {
    for (const iterator of iterators) iterator.return?.()
  }
}

function hasRole(chunk: ChatCompletionChunk): boolean {
  return textAt(chunk, 'choices', 0, 'delta', 'role') !== ''
}
