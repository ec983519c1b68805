import { chatCompletionWriter, responseWriter, runWriter, type ResponseEvent } from 'msw-openai'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'

/** Words of five characters, with the space behind each. */
export function words(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${1000 + (index % 9000)} `)
}

/** A whole chat completion of so many chunks. */
export function chunks(count: number): ChatCompletionChunk[] {
  const writer = chatCompletionWriter()
  // The role is one more, and so is the reason why it ends.
  const by = words(count - 2)
  return [...writer.text(by.join(''), { by }), ...writer.finish()]
}

/** So many deltas of the text of a response. */
export function deltas(count: number): ResponseEvent[] {
  const by = words(count)
  const events = responseWriter().message(by.join(''), { by })
  return [...events].filter(({ type }) => type === 'response.output_text.delta')
}

/** So many deltas of the message of a run. */
export function messageDeltas(count: number): AssistantStreamEvent[] {
  const by = words(count)
  const events = runWriter().message(by.join(''), { by })
  return [...events].filter(({ event }) => event === 'thread.message.delta')
}
