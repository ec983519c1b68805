import type { ChatCompletionChunk } from 'openai/resources/chat/completions'

/** A whole chunk around one delta. */
export function chunk(
  delta: ChatCompletionChunk.Choice.Delta,
  finish_reason: ChatCompletionChunk.Choice['finish_reason'] = null,
): ChatCompletionChunk {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1700000000,
    model: 'gpt-5',
    choices: [{ index: 0, delta, finish_reason }],
  }
}
