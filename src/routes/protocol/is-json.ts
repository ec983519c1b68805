/** Returns true for a text that is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    // A text that is no JSON is the answer, and no failure.
    return false
  }
}
