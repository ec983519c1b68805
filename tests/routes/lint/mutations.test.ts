import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expect, it } from 'vitest'
import {
  beta,
  bom,
  chat,
  chatCompletionWriter,
  coalesce,
  comment,
  crlf,
  cutAfter,
  cutAfterBytes,
  drop,
  dropFinalBlankLine,
  dropTerminator,
  duplicate,
  EventStream,
  insert,
  keepAlive,
  malform,
  pace,
  raw,
  replay,
  respond,
  responses,
  responseWriter,
  runWriter,
  split,
  splitAt,
  swap,
  unchecked,
  type Stage,
} from 'msw-openai'
import { lint } from 'msw-openai/lint'
import { rulesOf } from './rule-case.js'

/** Chunks: the role with a text, two texts, the begin and the arguments of a call, the finish, the usage. */
class Chunks extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter({ model: 'gpt-5', include_usage: true })
    yield* w.text('Hello there')
    yield* w.toolCall('get_weather', { city: 'Paris' })
    yield* w.finish()
    yield* w.usage({ prompt_tokens: 1, completion_tokens: 2 })
  }
}

class Story extends EventStream<ResponseStreamEvent> {
  *generate(): Generator<ResponseStreamEvent> {
    const w = responseWriter({ model: 'gpt-5' })
    yield* w.message('Hello there')
    yield* w.toolCall('get_weather', { city: 'Paris' })
    yield* w.completed()
  }
}

class Run extends EventStream<AssistantStreamEvent> {
  *generate(): Generator<AssistantStreamEvent> {
    const w = runWriter()
    yield* w.message('Hello there')
    yield* w.completed()
  }
}

/** Lints a script that is played through a stage, as the bytes that its client gets. */
const streams = {
  chat: (stage: Stage) =>
    lint(
      chat.completions.create,
      respond(chat.completions.create, new Chunks(), { through: [stage] }),
    ),
  responses: (stage: Stage) =>
    lint(responses.create, respond(responses.create, new Story(), { through: [stage] })),
  runs: (stage: Stage) =>
    lint(
      beta.threads.runs.create,
      respond(beta.threads.runs.create, new Run(), { through: [stage] }),
    ),
}

const LAST = { chat: 6, responses: 13, runs: 11 }
const unknown = unchecked({ type: 'brand_new', event: 'brand_new', data: {} })
const doubled = unchecked([...new Chunks()][1])

type Protocol = keyof typeof streams

/** Stages that damage a stream, with the protocol, and the rule that names the damage. */
const damages: Array<[stage: Stage, protocol: Protocol, rule: string]> = [
  [malform(1), 'chat', 'stream/json'],
  [malform(3), 'responses', 'stream/json'],
  [malform(3), 'runs', 'stream/json'],
  [drop(0), 'chat', 'chat/role-first'],
  [drop(3), 'chat', 'chat/tool-call-announced'],
  [drop(4), 'chat', 'chat/tool-call-arguments'],
  [drop(5), 'chat', 'chat/finish-missing'],
  [drop(0), 'responses', 'responses/created-first'],
  [drop(2), 'responses', 'responses/item-added-first'],
  [drop(4), 'responses', 'responses/sequence-gap'],
  [drop(4), 'responses', 'responses/done-text'],
  [drop(LAST.responses), 'responses', 'responses/ending-missing'],
  [drop(0), 'runs', 'runs/first-event'],
  [drop(3), 'runs', 'runs/step-created-first'],
  [drop(7), 'runs', 'runs/message-text'],
  [drop(LAST.runs), 'runs', 'runs/ending-missing'],
  [duplicate(0), 'chat', 'chat/role-once'],
  [duplicate(3), 'chat', 'chat/tool-call-repeated'],
  [duplicate(5), 'chat', 'chat/finish-once'],
  [duplicate(LAST.chat), 'chat', 'chat/usage-once'],
  [duplicate(4), 'responses', 'responses/sequence-gap'],
  [duplicate(LAST.responses), 'responses', 'responses/ending-last'],
  [duplicate(3), 'runs', 'runs/step-created-once'],
  [duplicate(7), 'runs', 'runs/message-text'],
  [swap(0), 'chat', 'chat/role-first'],
  [swap(3), 'chat', 'chat/tool-call-announced'],
  [swap(5), 'chat', 'chat/usage-after-finish'],
  [swap(4), 'responses', 'responses/sequence-gap'],
  [swap(2), 'runs', 'runs/step-while-running'],
  [insert(2, raw('data: {\n\n')), 'chat', 'stream/json'],
  [insert(2, raw('event: ping\n\n')), 'responses', 'sse/name-without-data'],
  [insert(2, raw(Uint8Array.of(0xff, 0x0a, 0x0a))), 'runs', 'sse/utf-8'],
  [insert(2, comment('still there')), 'chat', 'sse/comment'],
  [insert(2, unknown), 'chat', 'stream/schema'],
  [insert(2, unknown), 'responses', 'stream/schema'],
  [insert(2, unknown), 'runs', 'stream/schema'],
  [insert(6, doubled), 'chat', 'chat/after-finish'],
  [insert(7, raw('data: [DONE]\n\n')), 'chat', 'stream/terminator-once'],
  [insert(7, raw('data: [done]\n\n')), 'chat', 'stream/terminator-exact'],
  [insert(3, raw('data: [DONE]\n\n')), 'chat', 'stream/after-terminator'],
  [dropTerminator(), 'chat', 'stream/terminator-missing'],
  [dropTerminator(), 'runs', 'stream/terminator-missing'],
  [dropFinalBlankLine(), 'chat', 'sse/unfinished-record'],
  [dropFinalBlankLine(), 'responses', 'sse/unfinished-record'],
  [dropFinalBlankLine(), 'runs', 'sse/unfinished-record'],
  [crlf(), 'chat', 'sse/line-ending'],
  [crlf(), 'responses', 'sse/line-ending'],
  [crlf(), 'runs', 'sse/line-ending'],
  [bom(), 'chat', 'sse/bom'],
  [bom(), 'responses', 'sse/bom'],
  [bom(), 'runs', 'sse/bom'],
  [cutAfter(3), 'chat', 'chat/finish-missing'],
  [cutAfter(LAST.chat), 'chat', 'stream/terminator-missing'],
  [cutAfter(3), 'responses', 'responses/ending-missing'],
  [cutAfter(3), 'runs', 'runs/ending-missing'],
  [cutAfterBytes(100), 'chat', 'sse/unfinished-record'],
  [cutAfterBytes(100), 'responses', 'sse/unfinished-record'],
  [cutAfterBytes(100), 'runs', 'sse/unfinished-record'],
]

it.each(damages.map(([stage, protocol, rule]) => ({ name: stage.name, stage, protocol, rule })))(
  'finds $name in a stream of $protocol by $rule',
  async ({ stage, protocol, rule }) => {
    expect(rulesOf(await streams[protocol](stage))).toContain(rule)
  },
)

/** Stages that do no damage, and damage that leaves a stream of chat without a fault. */
const harmless: Array<[stage: Stage, protocol: Protocol]> = [
  ...(['chat', 'responses', 'runs'] as const).flatMap((protocol) =>
    [
      pace(0),
      replay(Array.from({ length: LAST[protocol] + 1 }, () => 0)),
      split(1),
      split(7),
      splitAt(57),
      coalesce(2),
      coalesce(Infinity),
      keepAlive(1000),
    ].map((stage): [Stage, Protocol] => [stage, protocol]),
  ),
  // Nothing says how much text a chunk has, and a request may ask for no usage.
  [drop(1), 'chat'],
  [swap(1), 'chat'],
  [duplicate(1), 'chat'],
  [drop(LAST.chat), 'chat'],
]

it.each(harmless.map(([stage, protocol]) => ({ name: stage.name, stage, protocol })))(
  'finds nothing after $name in a stream of $protocol',
  async ({ stage, protocol }) => {
    expect(await streams[protocol](stage)).toEqual([])
  },
)
