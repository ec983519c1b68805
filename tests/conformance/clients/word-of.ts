/** The events of a response, which stand for the three of every script here. */
const TYPES = new Map<unknown, string>([
  ['response.created', '①'],
  ['response.in_progress', '②'],
  ['response.completed', '③'],
  ['response.failed', 'failed'],
])

/** Names an event: a chunk by its text, and any other event by its type. */
export function wordOf(event: unknown): string {
  const { choices, type, error } = Object(event)
  if (error) return 'error'
  return choices?.[0]?.delta?.content ?? TYPES.get(type) ?? type ?? JSON.stringify(event)
}
