import { read, type Source } from './reading.js'

/**
 * Collect everything that a stream gives: a script, an array, any iterable such as the
 * SDK's `Stream`, a `ReadableStream`, or the promise of one.
 *
 * @throws {TypeError} When there is nothing to iterate over. An error that the stream ends in is thrown as it is.
 *
 * @example
 * const chunks = await collect(client.chat.completions.create({ model, messages, stream: true }))
 */
export async function collect<Item>(
  source: Source<Item> | PromiseLike<Source<Item>>,
): Promise<Item[]> {
  const { items, failure } = await read<Item>(source)
  if (failure) throw failure.error
  return items
}
