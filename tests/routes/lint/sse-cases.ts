import { text } from '../chat-completions/chat-cases.js'
import { bytesOf, type RuleCases } from './rule-case.js'

/** The text with other bytes in the place of `Hello`. */
function withBytes(...bytes: readonly number[]): Uint8Array {
  const whole = bytesOf(text)
  const start = text.indexOf('Hello')
  return Uint8Array.from([...whole.slice(0, start), ...bytes, ...whole.slice(start + 5)])
}

/** The cases of the rules of Server-Sent Events, as streams of chat completions. */
export const sseCases: RuleCases = {
  'sse/utf-8': { wrong: withBytes(0xc3, 0x28), right: text.replace('Hello', 'Grüße 👋') },
  'sse/bom': { wrong: `\uFEFF${text}`, right: text.replace('Hello', '\uFEFF') },
  'sse/unknown-field': {
    wrong: text.replace('data: [DONE]', 'Data: 1\ndata: [DONE]'),
    right: text,
  },
  'sse/name-without-data': { wrong: `event: start\n\n${text}`, right: text },
  'sse/unfinished-record': { wrong: text.slice(0, -1), right: `${text}\n\n` },
  'sse/line-ending': { wrong: text.replaceAll('\n', '\r\n'), right: text },
  'sse/mixed-line-endings': { wrong: text.replace(/\n\n$/, '\n\r\n'), right: text },
  'sse/comment': { wrong: `: ping\n\n${text}`, right: text },
  'sse/one-data-line': { wrong: text.replace(',"created"', ',\ndata: "created"'), right: text },
  'sse/space': { wrong: text.replace('data: ', 'data:'), right: text.replace('data: ', 'data:  ') },
  'sse/name-first': {
    wrong: text.replace('\n\n', '\nevent: chunk\n\n'),
    right: text,
    also: ['chat/event-name'],
  },
  'sse/skipped-field': { wrong: `id: 1\n${text}`, right: text },
}
