/** Parses a text; undefined for one that is no JSON. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A text that is no JSON is the answer, and no failure.
    return undefined
  }
}

/** Returns true for a text that is JSON. */
export function isJson(text: string): boolean {
  return jsonIn(text) !== undefined
}
