import { chunkReader } from '../../../routes/chat-completions/chunk-reader.js'
import type { Protocol } from './protocol.js'

type Chunk = Parameters<typeof chunkReader.text>[0][number]

/** Reads chat completions for the matchers, until these take the readers of the endpoints. */
export const chatCompletions: Protocol<Chunk> = {
  is: (event): event is Chunk => chunkReader.is?.(event) ?? false,
  type: (chunk) => chunkReader.type?.(chunk) ?? '',
  line: (chunk) => chunkReader.line?.(chunk) ?? '',
  text: (chunk) => chunkReader.text([chunk]).join(''),
  toolCalls: (chunks) => [...(chunkReader.toolCalls?.(chunks) ?? [])],
}
