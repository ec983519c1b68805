import {
  AsyncEventStream,
  completeImages,
  StreamError,
  unfoldEditedImages,
  unfoldImages,
} from 'msw-openai'
import { streamSerializer } from 'msw-openai/matchers'
import { expect, it } from 'vitest'
import { Scripted } from '../../routes/support.js'
import { chunk } from '../../support.js'
import { stories } from './protocols.js'

expect.addSnapshotSerializer(streamSerializer)

class Later extends AsyncEventStream<unknown> {
  async *generate() {
    yield chunk('a')
  }
}

it('prints a chat completion as one line a chunk', () => {
  expect(stories.chat).toMatchInlineSnapshot(`
    Stream [
      role "assistant"
      content "Hello"
      content " there"
      tool_calls [{"index":0,"id":"call_1","type":"function","function":{"name":"get_weather","arguments":""}}]
      tool_calls [{"index":0,"function":{"arguments":"{\\"city\\":\\"Paris\\"}"}}]
      tool_calls [{"index":1,"id":"call_2","type":"custom","custom":{"name":"run","input":""}}]
      tool_calls [{"index":1,"custom":{"input":"ls"}}]
      tool_calls [{"index":1,"custom":{"input":" -l"}}]
      finish_reason "tool_calls"
      usage {"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}
    ]
  `)
})

it('prints a response as one line an event', () => {
  expect(stories.responses).toMatchInlineSnapshot(`
    Stream [
      response.created {"status":"in_progress"}
      response.in_progress {"status":"in_progress"}
      response.output_item.added {"type":"message","status":"in_progress"}
      response.content_part.added {"type":"output_text"}
      response.output_text.delta "Hello"
      response.output_text.delta " there"
      response.output_text.done "Hello there"
      response.content_part.done {"type":"output_text"}
      response.output_item.done {"type":"message","status":"completed"}
      response.output_item.added {"type":"function_call","name":"get_weather","status":"in_progress"}
      response.function_call_arguments.delta "{\\"city\\":\\"Paris\\"}"
      response.function_call_arguments.done "{\\"city\\":\\"Paris\\"}"
      response.output_item.done {"type":"function_call","name":"get_weather","status":"completed"}
      response.output_item.added {"type":"custom_tool_call","name":"run","status":"in_progress"}
      response.custom_tool_call_input.delta "ls"
      response.custom_tool_call_input.delta " -l"
      response.custom_tool_call_input.done "ls -l"
      response.output_item.done {"type":"custom_tool_call","name":"run","status":"completed"}
      response.completed {"status":"completed"}
    ]
  `)
})

it('prints a run as one line an event', () => {
  expect(stories.runs).toMatchInlineSnapshot(`
    Stream [
      thread.run.created "queued"
      thread.run.queued "queued"
      thread.run.in_progress "in_progress"
      thread.run.step.created "in_progress"
      thread.run.step.in_progress "in_progress"
      thread.message.created "in_progress"
      thread.message.in_progress "in_progress"
      thread.message.delta "Hello"
      thread.message.delta " there"
      thread.message.completed "completed"
      thread.run.step.completed "completed"
      thread.run.step.created "in_progress"
      thread.run.step.in_progress "in_progress"
      thread.run.step.delta {"type":"tool_calls","tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"","output":null}}]}
      thread.run.step.delta {"type":"tool_calls","tool_calls":[{"index":0,"type":"function","function":{"arguments":"{\\"city\\":\\"Paris\\"}"}}]}
      thread.run.requires_action "requires_action"
    ]
  `)
})

it('prints an image as its length and its checksum', () => {
  const request = { body: { partial_images: 1 } }
  expect([...unfoldImages(completeImages(), request)]).toMatchInlineSnapshot(`
    Stream [
      image_generation.partial_image 0, 1024x1024, high, opaque, png, 1560 characters with the CRC-32 6b6cd375
      image_generation.completed, 1024x1024, high, opaque, png, 1560 characters with the CRC-32 1fdab58e
    ]
  `)
  expect([{ type: 'keepalive' }, ...unfoldEditedImages(completeImages())]).toMatchInlineSnapshot(`
    Stream [
      keepalive
      image_edit.completed, 1024x1024, high, opaque, png, 1560 characters with the CRC-32 1fdab58e
    ]
  `)
})

it('prints the events of a script as it prints those that were collected', () => {
  expect({ events: [...stories.chat].slice(0, 2) }).toMatchInlineSnapshot(`
    {
      "events": Stream [
        role "assistant"
        content "Hello"
      ],
    }
  `)
})

it('names the choices of a chunk', () => {
  const [first] = chunk('a').choices
  const [other] = chunk('b').choices
  expect([{ ...chunk('a'), choices: [first, { ...other, index: 1 }] }]).toMatchInlineSnapshot(`
    Stream [
      content "a", [1] content "b"
    ]
  `)
})

it('prints the error that a script throws', () => {
  expect(new Scripted([chunk('a')], new StreamError({ message: 'Overloaded' })))
    .toMatchInlineSnapshot(`
    Stream [
      content "a"
      ! StreamError: Overloaded
    ]
  `)
})

it.each([
  ['an empty array', []],
  ['other events', [{ type: 'progress' }]],
  ['events among others', [chunk('a'), 1]],
  ['events of several protocols', [chunk('a'), [...stories.runs][0]]],
  ['a chat completion', { object: 'chat.completion', choices: [] }],
  ['completions', [{ object: 'chat.completion', choices: [{ message: {} }] }]],
  ['an async script', new Later()],
  ['a text', 'Hello'],
  ['nothing', undefined],
])('does not print %s', (_, value) => {
  expect(streamSerializer.test(value)).toBe(false)
})
