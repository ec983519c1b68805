import { textAt } from './fields.js'

/** Joins the text parts of a content, which is a text or a list of parts. */
export function joinedText(content: unknown): string {
  if (typeof content === 'string') return content
  const parts: readonly unknown[] = Array.isArray(content) ? content : []
  return parts.map((part) => textAt(part, 'text')).join('')
}
