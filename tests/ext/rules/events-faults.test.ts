import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseRules, readRules, RulesError } from 'msw-openai/rules'
import { createBackend } from 'msw-openai/backend'
import { afterAll, expect, it } from 'vitest'
import { clientOf } from '../backend/client-of.js'

const directory = mkdtempSync(join(tmpdir(), 'rules-'))
afterAll(() => rmSync(directory, { recursive: true }))

const CHUNK = {
  id: 'chatcmpl-old',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'gpt-5',
  choices: [{ index: 0, delta: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
}
const DELTA = {
  type: 'response.output_text.delta',
  sequence_number: 4,
  item_id: 'msg_1',
  output_index: 0,
  content_index: 0,
  delta: 'Hi',
  logprobs: [],
}

write('chat.sse', `data: ${JSON.stringify(CHUNK)}\n\ndata: [DONE]\n\n`)
write('responses.sse', `event: ${DELTA.type}\ndata: ${JSON.stringify(DELTA)}\n\n`)
write('other.sse', 'event: message_start\ndata: {"type":"message_start"}\n\n')
write('empty.sse', '')
write('page.html', '<!doctype html>\n\n<p>Not found</p>\n')
write('answer.json', '{"id":"chatcmpl-1",\n\n"choices":[]}')
writeFileSync(
  join(directory, 'utf16.sse'),
  Buffer.from(`data: ${JSON.stringify(CHUNK)}\n\n`, 'utf16le'),
)

function write(name: string, text: string): void {
  writeFileSync(join(directory, name), text)
}

function faultsOf(text: string): string[] {
  try {
    readRules(text, { file: 'rules.yaml', directory })
  } catch (error) {
    if (error instanceof RulesError) return error.message.split('\n').slice(1)
    throw error
  }
  return []
}

it.each(['empty.sse', 'page.html', 'answer.json', 'utf16.sse'])(
  'refuses a recording without any event: %s',
  (name) => {
    expect(faultsOf(`responses:\n  - events: ${name}`)).toEqual([
      `rules.yaml:2:13 responses[0].events: no event is in ${name}. Expected a recorded stream in UTF-8, with lines such as data: {"id":"…"}.`,
    ])
  },
)

const OF_RESPONSES = 'these are events of responses.create and beta.responses.create'

it('refuses events that no named endpoint sends, among the other faults', () => {
  const text = `
defaults: { endpoint: completions.create }
responses:
  - { events: responses.sse, endpoint: chat.completions.create }
  - { events: chat.sse, endpoint: [chat.completions.create, responses.create] }
  - { events: [${JSON.stringify(DELTA)}], endpoint: chat.completions.create }
  - { events: chat.sse }
  - { reply: 5 }
`
  const [recorded, several, listed, ofDefaults, other] = faultsOf(text)

  expect(recorded).toBe(
    `rules.yaml:4:15 responses[0].events: ${OF_RESPONSES}, which chat.completions.create never sends. Name the endpoint that sends them: endpoint: responses.create.`,
  )
  expect(several).toContain(
    'rules.yaml:5:15 responses[1].events: these are events of chat.completions.create, which responses.create never sends.',
  )
  expect(listed).toContain(
    `rules.yaml:6:15 responses[2].events: ${OF_RESPONSES}, which chat.completions.create never sends.`,
  )
  expect(ofDefaults).toContain('rules.yaml:7:15 responses[3].events: these are events of chat.')
  expect(other).toContain('responses[4].reply')
})

it('takes events that an endpoint of the rule sends, and events of no endpoint', () => {
  expect(
    faultsOf(`
responses:
  - { events: responses.sse, endpoint: [responses.create, beta.responses.create] }
  - { events: chat.sse, endpoint: chat.completions.create }
  - { events: chat.sse }
  - { events: [{ anything: 1 }], endpoint: completions.create }
`),
  ).toEqual([])
})

it('warns of a recording that has no event of the API', () => {
  const { warnings } = readRules('responses:\n  - events: other.sse', { directory })

  expect(warnings).toEqual([
    {
      line: 2,
      column: 13,
      path: 'responses[0].events',
      message: 'no endpoint at which a model speaks sends events such as those in other.sse.',
    },
  ])
})

const ASK = { model: 'gpt-5', messages: [{ role: 'user' as const, content: 'Hi' }] }

it.each(['responses.sse', JSON.stringify([DELTA])])(
  'answers events where an endpoint sends them, and nowhere else: %s',
  async (events) => {
    const text = `responses:\n  - id: old\n    events: ${events}`
    const { backend } = parseRules(text, { file: 'rules.yaml', directory })
    const client = clientOf(createBackend(backend))

    const stream = await client.responses.create({ model: 'gpt-5', input: 'Hi', stream: true })
    const received = await Array.fromAsync(stream)
    const elsewhere = client.chat.completions.create({ ...ASK, stream: true })

    expect(received).toEqual([DELTA])
    await expect(elsewhere).rejects.toMatchObject({
      status: 400,
      code: 'no_match',
      message: expect.stringContaining(
        '"old" (rules.yaml:2). events: those of responses.create and beta.responses.create, received a request to chat.completions.create.',
      ),
    })
  },
)

it('leaves a request that its events are not for to the next rule', async () => {
  const text = 'responses:\n  - events: responses.sse\n  - reply: Hello'
  const client = clientOf(createBackend(parseRules(text, { directory }).backend))

  const { choices } = await client.chat.completions.create(ASK)

  expect(choices[0]?.message.content).toBe('Hello')
})

it('prefers no rule for its events: the first of equals answers', async () => {
  const text = 'responses:\n  - reply: Hello\n  - events: chat.sse'
  const client = clientOf(createBackend(parseRules(text, { directory }).backend))

  const { choices } = await client.chat.completions.create(ASK)

  expect(choices[0]?.message.content).toBe('Hello')
})
