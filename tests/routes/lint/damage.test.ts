import { lint } from 'msw-openai/lint'
import { chat } from 'msw-openai/routes'
import {
  bom,
  comment,
  coalesce,
  crlf,
  cutAfter,
  cutAfterBytes,
  drop,
  dropFinalBlankLine,
  dropTerminator,
  duplicate,
  insert,
  malform,
  raw,
  split,
  swap,
  type Stage,
} from 'msw-openai/streaming'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { toolCalls } from '../chat-completions/chat-cases.js'
import { ask, Scripted } from '../support.js'
import { rulesOf } from './rule-case.js'

const { create } = chat.completions
/** The chunks of a role, of three pieces of a tool call, of two pieces of another one, and of the end. */
const events: ChatCompletionChunk[] = toolCalls
  .split('\n\n')
  .filter((record) => record.startsWith('data: {'))
  .map((record) => JSON.parse(record.slice('data: '.length)))

/** Lints a stream that passes a stage. */
async function linted(stage: Stage): Promise<string[]> {
  const route = create(new Scripted(events), { through: [stage] })
  return rulesOf(await lint(create, await ask(route)))
}

const cases: ReadonlyArray<[stage: Stage, rules: string[]]> = [
  [bom(), ['sse/bom']],
  [crlf(), ['sse/line-ending']],
  [dropFinalBlankLine(), ['sse/unfinished-record']],
  [dropTerminator(), ['stream/terminator-missing']],
  [malform(2), ['stream/json', 'chat/tool-call-arguments']],
  [drop(0), ['chat/role-first']],
  [drop(1), ['chat/tool-call-announced']],
  [drop(3), ['chat/tool-call-arguments']],
  [drop(6), ['chat/finish-missing']],
  [duplicate(0), ['chat/role-once']],
  [duplicate(1), ['chat/tool-call-repeated']],
  [duplicate(3), ['chat/tool-call-arguments']],
  [duplicate(6), ['chat/finish-once']],
  [swap(0), ['chat/role-first', 'chat/role-once']],
  [swap(2), ['chat/tool-call-arguments']],
  [swap(3), ['chat/tool-call-order']],
  [swap(5), ['chat/after-finish', 'chat/tool-call-arguments']],
  [insert(1, raw('data: {}\n\n')), ['stream/schema']],
  [insert(1, comment('ping')), ['sse/comment']],
  [cutAfter(3), ['stream/cut', 'stream/terminator-missing', 'chat/finish-missing']],
  [
    cutAfterBytes(10),
    ['stream/cut', 'sse/unfinished-record', 'stream/empty', 'stream/terminator-missing'],
  ],
  [split(3), []],
  [coalesce(2), []],
]

it.each(cases.map(([stage, rules]) => ({ name: stage.name, stage, rules })))(
  'finds in a stream through $name: $rules',
  async ({ stage, rules }) => {
    expect((await linted(stage)).toSorted()).toEqual(rules.toSorted())
  },
)
