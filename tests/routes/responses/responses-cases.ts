import { completeResponse } from '../../../src/routes/responses/complete.js'
import { responseWire } from '../../../src/routes/responses/endpoint.js'
import { responseWriter, type ResponseEvent } from 'msw-openai/routes'
import { unfoldResponse } from '../../../src/routes/responses/unfold.js'
import {
  all,
  drop,
  insert,
  move,
  numbered,
  repeat,
  set,
  type AnyEvent,
  type Change,
} from '../lint/changed-events.js'
import type { RuleCases } from '../lint/rule-case.js'

const citation = {
  type: 'url_citation',
  url: 'https://example.com',
  title: 'Hi',
  start_index: 0,
  end_index: 2,
} as const

/** A response with items of many types. */
export const whole = completeResponse({
  output: [
    { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm, well' }] },
    {
      content: [
        { text: 'Hi there', annotations: [citation] },
        { type: 'refusal', refusal: 'No way' },
      ],
    },
    { type: 'function_call', name: 'look', arguments: '{"city":"Paris"}' },
    { type: 'image_generation_call', result: 'iVBORw0KGgo=' },
    {
      type: 'shell_call',
      action: { commands: ['ls -a', 'pwd'], max_output_length: null, timeout_ms: null },
    },
    {
      type: 'shell_call_output',
      call_id: 'call_9',
      output: [{ stdout: 'a', stderr: 'b', outcome: { type: 'exit', exit_code: 0 } }],
    },
    { type: 'apply_patch_call', operation: { type: 'update_file', path: 'a', diff: '+a b' } },
    { type: 'code_interpreter_call', code: 'print(6 * 7)' },
    { type: 'custom_tool_call', name: 'grep', input: 'a b' },
    { type: 'web_search_call' },
  ],
  usage: { input_tokens: 9, output_tokens: 2 },
})

/** The events of that response. */
export const stream: readonly AnyEvent[] = [...unfoldResponse(whole)].map((event) => ({ ...event }))

/** Writes events as their endpoint does. */
export function wireOf(events: readonly AnyEvent[]): string {
  return (
    events
      // A change may make it another event, which the frame does not read.
      .map((event) => responseWire.frame(event as ResponseEvent))
      .map(({ event, data }) => `event: ${event}\ndata: ${data}\n\n`)
      .join('')
  )
}

const right = wireOf(stream)

/** Writes the stream with a change, and counts its events again. */
function changed(change: Change): string {
  return wireOf(numbered(change(stream)))
}

/** Makes a case of a change. */
function broken(change: Change, ...also: string[]) {
  return { wrong: changed(change), right, also: also.map((id) => `responses/${id}`) }
}

const CREATED = 'response.created'
const IN_PROGRESS = 'response.in_progress'
const COMPLETED = 'response.completed'
const ITEM_ADDED = 'response.output_item.added'
const ITEM_DONE = 'response.output_item.done'
const TEXT = 'response.output_text.delta'
const TEXT_DONE = 'response.output_text.done'
const PART_ADDED = 'response.content_part.added'
const PART_DONE = 'response.content_part.done'
const ANNOTATION = 'response.output_text.annotation.added'

const failing = [...responseWriter().failed({ message: 'Overloaded' })].map((event) => ({
  ...event,
}))
const keepalive = { type: 'keepalive' }
const flat = { type: 'error', message: 'Overloaded', code: null, param: null }
const place = { item_id: 'ig_1', output_index: 3 }
const image = {
  type: 'response.image_generation_call.partial_image',
  ...place,
  partial_image_b64: 'aGk=',
}

const late = {
  type: 'response.reasoning_summary_text.delta',
  item_id: 'rs_1',
  output_index: 0,
  summary_index: 0,
  delta: 'so',
}

/** A stream with a reasoning in full. */
const reasoned = [
  ...unfoldResponse(
    completeResponse({
      output: [{ type: 'reasoning', content: [{ type: 'reasoning_text', text: 'Hm' }] }],
    }),
  ),
].map((event) => ({ ...event }))

/** A stream whose arguments are cut. */
const cut = [
  ...unfoldResponse(
    completeResponse({ output: [{ type: 'function_call', name: 'look', arguments: '{' }] }),
  ),
].map((event) => ({ ...event }))

export const responsesCases: RuleCases = {
  'responses/event-name': { wrong: right.replace(`event: ${TEXT}\n`, 'event: text\n'), right },
  'responses/event-name-missing': { wrong: right.replace(`event: ${TEXT}\n`, ''), right },
  'responses/event-type': {
    wrong: wireOf(
      reasoned.map((event) => ({ ...event, type: event.type.replace('content_', 'reasoning_') })),
    ),
    right: wireOf(reasoned),
  },
  'responses/sequence-gap': {
    wrong: wireOf(drop('response.refusal.done')(stream)),
    right,
    also: ['responses/text-done'],
  },
  'responses/sequence-missing': {
    wrong: wireOf(stream.map((event) => ({ ...event, sequence_number: undefined }))),
    right,
  },
  'responses/fields-missing': broken(set(TEXT, 'logprobs', undefined)),
  'responses/created-first': broken(drop(CREATED)),
  'responses/beginning-order': broken(repeat(IN_PROGRESS)),
  'responses/beginning-late': broken(move(IN_PROGRESS, ITEM_ADDED), 'in-progress'),
  'responses/in-progress': broken(drop(IN_PROGRESS)),
  'responses/response-id': broken(set(COMPLETED, 'response.id', 'resp_2')),
  'responses/response-model': broken(set(COMPLETED, 'response.model', 'gpt-4')),
  'responses/status': broken(set(COMPLETED, 'response.status', 'in_progress')),
  'responses/beginning-output': broken(set(CREATED, 'response.output', whole.output)),
  'responses/error-shape': {
    wrong: wireOf(numbered(failing.map((event) => (event.type === 'error' ? flat : event)))),
    right: wireOf(failing),
  },
  'responses/error-then-failed': {
    wrong: wireOf(failing.filter(({ type }) => type !== 'response.failed')),
    right: wireOf(failing),
  },
  'responses/audio-done': broken(
    insert({ type: 'response.audio.delta', delta: 'aGk=' }, IN_PROGRESS),
  ),
  'responses/ending-details': broken(
    set(COMPLETED, 'response.incomplete_details', { reason: 'max_output_tokens' }),
  ),
  'responses/usage': broken(set(COMPLETED, 'response.usage', null)),
  'responses/ending-missing': broken(drop(COMPLETED)),
  'responses/ending-last': broken(insert(keepalive, COMPLETED)),
  'responses/item-index': broken(
    all(set(ITEM_ADDED, 'output_index', 12, 9), set(ITEM_DONE, 'output_index', 12, 9), (events) =>
      events.map((event) => (event['item_id'] === 'ws_1' ? { ...event, output_index: 12 } : event)),
    ),
  ),
  'responses/item-added-first': broken(drop(ITEM_ADDED)),
  'responses/item-closed': broken(insert(late, ITEM_DONE)),
  'responses/item-done': broken(drop(ITEM_DONE)),
  'responses/item-id': broken(set(TEXT, 'item_id', 'msg_2')),
  'responses/item-id-unique': broken(set(ITEM_ADDED, 'item.id', 'rs_1', 9), 'item-id'),
  'responses/item-type': broken(
    set('response.web_search_call.searching', 'type', 'response.file_search_call.searching'),
  ),
  'responses/call-id': broken(set(ITEM_DONE, 'item.call_id', 'call_7', 2), 'output-fields'),
  'responses/tool-order': broken(
    move('response.web_search_call.in_progress', 'response.web_search_call.searching'),
  ),
  'responses/partial-image-index': broken(
    insert({ ...image, partial_image_index: 1 }, 'response.image_generation_call.generating'),
  ),
  'responses/part-index': broken((events) =>
    events.map((event) => ('summary_index' in event ? { ...event, summary_index: 1 } : event)),
  ),
  'responses/part-added-first': broken(drop(PART_ADDED)),
  'responses/part-type': broken(set(PART_ADDED, 'part', { type: 'refusal', refusal: '' })),
  'responses/part-closed': broken(repeat(ANNOTATION, PART_DONE), 'annotation-index'),
  'responses/part-done': broken(drop(PART_DONE)),
  'responses/annotation-index': broken(set(ANNOTATION, 'annotation_index', 1)),
  'responses/annotations': broken(drop(ANNOTATION)),
  'responses/done-text': broken(set(TEXT_DONE, 'text', 'Hi'), 'part-text'),
  'responses/part-text': broken(set(PART_DONE, 'part.text', 'Hi'), 'item-text'),
  'responses/item-text': broken(set(ITEM_DONE, 'item.arguments', '{}', 2), 'output-text'),
  'responses/text-done': broken(drop(TEXT_DONE)),
  'responses/command-added-first': broken(drop('response.shell_call_command.added')),
  'responses/command-added-once': broken(repeat('response.shell_call_command.added')),
  'responses/text-closed': broken(move(TEXT, TEXT_DONE, 0), 'done-text', 'part-text'),
  'responses/arguments-json': {
    wrong: wireOf(cut),
    right,
  },
  'responses/output-items': broken(set(COMPLETED, 'response.output', whole.output.slice(0, -1))),
  'responses/output-text': broken(set(COMPLETED, 'response.output.2.arguments', '{}')),
  'responses/output-fields': broken(set(COMPLETED, 'response.output.1.phase', 'commentary')),
}
