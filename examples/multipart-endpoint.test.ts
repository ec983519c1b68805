import { createRoute, unnamed } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { z } from 'zod'

const server = useServer()

const delta = z.object({ type: z.literal('transcript.text.delta'), delta: z.string() })
const done = z.object({ type: z.literal('transcript.text.done'), text: z.string() })
type TranscriptEvent = z.infer<typeof delta> | z.infer<typeof done>

const transcriptions = createRoute({
  name: 'audio.transcriptions.create',
  method: 'POST',
  path: '/audio/transcriptions',
  // The fields of a form are texts and files; a field that is repeated is a list.
  body: z.object({
    file: z.instanceof(File),
    model: z.string(),
    response_format: z.string().optional(),
    stream: z.enum(['true', 'false']).optional(),
    timestamp_granularities: z.array(z.string()).optional(),
  }),
  wire: {
    event: z.union([delta, done]),
    frame: unnamed,
    terminator: { data: '[DONE]' },
    lineEnding: '\r\n',
    headers: { 'cache-control': 'no-store' },
  },
  unfold: ({ text }: { text: string }): TranscriptEvent[] => [
    ...text.split(/(?= )/).map((word) => ({ type: 'transcript.text.delta' as const, delta: word })),
    { type: 'transcript.text.done', text },
  ],
  complete: (given) => ({ text: (typeof given === 'string' ? given : given.text) ?? '' }),
  plain: ({ text }, { body }) => (body.response_format === 'text' ? `${text}\n` : { text }),
  events: { text: (events) => events.map((event) => ('delta' in event ? event.delta : '')) },
})

const request = { file: new File(['RIFF'], 'hello.wav'), model: 'gpt-4o-transcribe' }

it('streams a transcription to a form with stream=true', async () => {
  const create = transcriptions('Hello there')
  server.use(create)
  const client = new OpenAI({ apiKey: 'test' })

  const stream = await client.audio.transcriptions.create({ ...request, stream: true })

  await expect(stream).toStream([
    { type: 'transcript.text.delta', delta: 'Hello' },
    { type: 'transcript.text.delta', delta: ' there' },
    { type: 'transcript.text.done', text: 'Hello there' },
  ])
  await expect(create).toHaveCompleted()
})

it('ends the lines of the stream in CR and LF', async () => {
  server.use(transcriptions('Hello'))
  const body = new FormData()
  for (const [name, value] of Object.entries({ ...request, stream: 'true' })) body.set(name, value)

  const url = 'https://api.openai.com/v1/audio/transcriptions'
  const response = await fetch(url, { method: 'POST', body })

  await expect(response.text()).resolves.toBe(
    'data: {"type":"transcript.text.delta","delta":"Hello"}\r\n\r\n' +
      'data: {"type":"transcript.text.done","text":"Hello"}\r\n\r\n' +
      'data: [DONE]\r\n\r\n',
  )
})

it('answers in JSON or as text, and keeps the form', async () => {
  const create = transcriptions('Hello there')
  server.use(create)
  const { transcriptions: client } = new OpenAI({ apiKey: 'test' }).audio

  const timestamp_granularities = ['word' as const, 'segment' as const]
  const json = await client.create({ ...request, timestamp_granularities })
  const text = await client.create({ ...request, response_format: 'text' })

  expect(json).toEqual({ text: 'Hello there' })
  expect(text).toBe('Hello there\n')
  const [first] = create.calls
  expect(first?.body.file.name).toBe('hello.wav')
  expect(first?.body.file.size).toBe(4)
  expect(first?.body.timestamp_granularities).toEqual(['word', 'segment'])
})
