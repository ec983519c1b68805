/**
 * Joins several parts of a stream: one event of each part, then the next of each, until all are at
 * their end.
 *
 * @param leads Returns true for an event that its part follows with another one at once.
 */
export function* interleaveParts<Event>(
  parts: ReadonlyArray<Iterable<Event>>,
  leads: (event: Event) => boolean,
): Generator<Event> {
  const [only, ...others] = parts
  // Most streams have one part.
  if (only && others.length === 0) return yield* only

  const iterators = new Set(parts.map((part) => part[Symbol.iterator]()))
  try {
    while (iterators.size > 0) {
      for (const iterator of iterators) {
        let next = iterator.next()
        while (!next.done && leads(next.value)) {
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
