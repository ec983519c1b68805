import type { Finding } from '../../routes/lint/finding.js'
import { Linter } from '../../routes/lint/linter.js'
import type { AnyEndpoint } from './any-endpoint.js'
import type { StreamChunk } from './recorded-stream.js'

/** Lints the chunks of one stream. @throws {TypeError} When the endpoint never streams. */
export function lintChunks(endpoint: AnyEndpoint, chunks: readonly StreamChunk[]): Finding[] {
  const linter = new Linter(endpoint)
  return [...chunks.flatMap(({ bytes }) => linter.bytes(bytes)), ...linter.end()]
}
