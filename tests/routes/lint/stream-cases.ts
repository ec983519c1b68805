import type { LintedEndpoint } from 'msw-openai/lint'
import { enveloped, namedByType, type WireFormat } from 'msw-openai/streaming'
import { z } from 'zod'
import { text } from '../chat-completions/chat-cases.js'
import { sse, type RuleCase, type RuleCases } from './rule-case.js'

/** An event of an endpoint that ends with its last event. */
type Step = { readonly type: 'step' | 'end' }

/** An event of an endpoint whose terminator has a name. */
interface Tick {
  readonly event: string
  readonly data: number
}

const steps: WireFormat<Step> = {
  event: z.object({ type: z.enum(['step', 'end']) }),
  frame: namedByType,
  isFinal: ({ type }) => type === 'end',
}

const ticks: WireFormat<Tick> = {
  event: z.object({ event: z.literal('tick'), data: z.number() }),
  frame: enveloped,
  terminator: { event: 'done', data: '[DONE]' },
}

/** Endpoints of a user's own, without rules. */
export const own = {
  steps: { name: 'steps.list', wire: steps } satisfies LintedEndpoint<Step>,
  ticks: { name: 'ticks.list', wire: ticks } satisfies LintedEndpoint<Tick>,
}

const [begin = '', hello = ''] = text.split(/(?<=\n\n)/)
const error = sse({ error: { message: 'Overloaded', type: 'server_error' } })
const tick = 'event: tick\ndata: 1\n\n'
const done = 'event: done\ndata: [DONE]\n\n'

/** The cases of the rules of every stream, as streams of chat completions. */
export const streamCases: RuleCases = {
  'stream/json': { wrong: text.replace('"Hello"', '"Hello'), right: text },
  'stream/schema': { wrong: text.replace('"Hello"', '1'), right: text },
  'stream/empty': { wrong: 'data: [DONE]\n\n', right: error },
  'stream/terminator-exact': {
    wrong: text.replace('[DONE]', '[DONE] '),
    right: text,
    also: ['stream/terminator-missing'],
  },
  'stream/terminator-once': { wrong: `${text}data: [DONE]\n\n`, right: text },
  'stream/terminator-missing': {
    wrong: text.replace('data: [DONE]\n\n', ''),
    right: begin + hello + error,
  },
  'stream/after-terminator': { wrong: `${text}${sse({})}`, right: text, also: ['stream/schema'] },
  'stream/after-error': {
    wrong: begin + error + hello,
    right: `${begin}${error}data: [DONE]\n\n`,
  },
  'stream/error-name': { wrong: `${begin}event: error\n${error}`, right: begin + error },
}

/** The cases of the rules that streams of chat completions cannot break. */
export const ownCases: ReadonlyArray<
  RuleCase & { readonly id: string; readonly of: keyof typeof own }
> = [
  {
    id: 'stream/terminator-name',
    of: 'ticks',
    wrong: `${tick}data: [DONE]\n\n`,
    right: tick + done,
  },
  {
    id: 'stream/terminator-unexpected',
    of: 'steps',
    wrong: `${sse({ type: 'step' }, { type: 'end' })}data: [DONE]\n\n`,
    right: sse({ type: 'step' }, { type: 'end' }),
  },
  {
    id: 'stream/final-event-missing',
    of: 'steps',
    wrong: sse({ type: 'step' }),
    right: sse({ type: 'end' }),
  },
]
