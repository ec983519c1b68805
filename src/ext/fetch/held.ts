const waiting = new Set<Promise<unknown>>()

/**
 * Keep whoever waits for `coming` from being collected. A socket would. Without one, a
 * client that waits for a silent stream is held by nothing but itself where it hears of
 * aborts by way of a weak reference, as openai 7 does: it would go, and never hear of one.
 */
export async function held<Value>(coming: Promise<Value>): Promise<Value> {
  waiting.add(coming)
  try {
    return await coming
  } finally {
    waiting.delete(coming)
  }
}
