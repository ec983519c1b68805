import { sse, type RuleCases } from '../lint/rule-case.js'

const delta = { type: 'speech.audio.delta', audio: 'aGk=' }
const done = {
  type: 'speech.audio.done',
  usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
}

/** Writes records with the line endings of the endpoint. */
function wireOf(...records: ReadonlyArray<string | object>): string {
  return sse(...records).replaceAll('\n', '\r\n')
}

const right = wireOf(delta, delta, done, '[DONE]')

export const speechCases: RuleCases = {
  'speech/event-name': { wrong: `event: speech.audio.delta\r\n${right}`, right },
  'speech/done-last': { wrong: wireOf(delta, done, delta, '[DONE]'), right },
  'speech/done-missing': { wrong: wireOf(delta, '[DONE]'), right },
}
