import type { ModelRequest } from './model-request.js'

/**
 * Gives the text that a model reads: the messages, the parts of files that were found for it, and the
 * schemas of tools and of the format.
 */
export function promptOf({ messages, fileSearch, tools, format }: ModelRequest): string {
  const texts = [...messages, ...(fileSearch?.results ?? [])].map(({ text }) => text)
  const schemas = [...tools, ...(format.type === 'json_schema' ? [format.schema] : [])]
  return [...texts, ...schemas.map((schema) => JSON.stringify(schema))].filter(Boolean).join('\n')
}
