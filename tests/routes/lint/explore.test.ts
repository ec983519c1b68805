import { expect, it } from 'vitest'
import {
  bom, chat, coalesce, comment, crlf, cutAfter, cutAfterBytes, drop, dropFinalBlankLine, dropTerminator, duplicate, insert,
  malform, pace, raw, responses, beta, respond, split, splitAt, swap, unchecked, stallAfter, keepAlive, replay,
} from 'msw-openai'
import { Linter } from 'msw-openai/lint'
import { chatCompletionWriter, responseWriter, runWriter, EventStream } from 'msw-openai'
import { rulesOf } from './rule-case.js'

class S extends EventStream<any> { constructor(readonly g: () => any) { super() } *generate() { yield* this.g() } }
const scripts = {
  chat: [chat.completions.create, new S(function* () {
    const w = chatCompletionWriter({ model: 'gpt-5', include_usage: true })
    yield* w.text('Hello there'); yield* w.toolCall('get_weather', { city: 'Paris' }); yield* w.finish(); yield* w.usage({ prompt_tokens: 1, completion_tokens: 2 })
  })],
  responses: [responses.create, new S(function* () {
    const w = responseWriter({ model: 'gpt-5' }); yield* w.message('Hello there'); yield* w.toolCall('get_weather', { city: 'Paris' }); yield* w.completed()
  })],
  runs: [beta.threads.runs.create, new S(function* () { const w = runWriter(); yield* w.message('Hello there'); yield* w.completed() })],
} as any
async function read(res: Response) { const out: Uint8Array[] = []; try { for await (const c of res.body as any) out.push(c) } catch {} return out }
it('explores', async () => {
  for (const [name, [target, script]] of Object.entries(scripts) as any) {
    const events = [...script]
    const n = events.length
    console.log(name, n, events.map((e: any) => e.type ?? e.event ?? Object.keys(e.choices[0]?.delta ?? { usage: 1 }).join('+')).join(' '))
    const stages = [bom(), crlf(), dropTerminator(), dropFinalBlankLine(), insert(2, comment('x')), insert(2, raw('data: {\n\n')), insert(2, unchecked({ type: 'brand_new' })),
      insert(n, unchecked(events[1])), ...[...Array(n).keys()].flatMap((i) => [drop(i), duplicate(i), malform(i), cutAfter(i), ...(i < n - 1 ? [swap(i)] : [])]),
      cutAfterBytes(100), pace(0), split(5), splitAt(7), coalesce(2), coalesce(Infinity), keepAlive(1000), replay(events.map(() => 0))]
    for (const stage of stages) {
      const linter = new Linter(target.endpoint)
      const chunks = await read(respond(target, script, { through: [stage], observer: { onError: () => true } } as any))
      const found = chunks.flatMap((c) => linter.bytes(c))
      console.log(name, stage.name, [...rulesOf(found), '|', ...rulesOf(linter.end())].join(' '))
    }
  }
  expect(1).toBe(1)
})
