import * as fc from 'fast-check'
import { APIError } from 'openai'
import {
  completeCompletion,
  completions,
  completionWriter,
  EventStream,
  foldCompletion,
  StreamError,
  unfoldCompletion,
  type CompletionEvent,
} from 'msw-openai'
import type { Completion } from 'openai/resources/completions'
import { expect, it } from 'vitest'
import { anyText } from '../routes/support.js'
import { readAll } from '../support.js'
import { createClient, useServer } from './support.js'

const server = useServer()

const request = { model: 'gpt-3.5-turbo-instruct', prompt: 'Say hello' }

/** Two choices and the usage, and an error where there is one. */
class Twice extends EventStream<CompletionEvent> {
  constructor(readonly error?: Error) {
    super()
  }

  *generate(): Generator<CompletionEvent> {
    const w = completionWriter({ include_usage: true })
    yield* w.interleave(w.text('Hello there'), w.choice(1).text('Good morning'))
    if (this.error) throw this.error
    yield* w.finishAll()
    yield* w.usage()
  }
}

it('delivers the exact events, and folds them for a request without a stream', async () => {
  const create = completions.create(new Twice())
  server.use(create)
  const client = createClient()

  const { data, response } = await client.completions
    .create({ ...request, stream: true })
    .withResponse()

  await expect(readAll(data)).resolves.toEqual({ items: [...new Twice()] })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  await expect(client.completions.create(request)).resolves.toEqual(foldCompletion(new Twice()))
  await expect(create.calls[0]?.settled).resolves.toBe('completed')
})

it('ends a stream with the error that the script throws', async () => {
  const error = new StreamError({ message: 'Overloaded', code: 'overloaded' })
  server.use(completions.create(new Twice(error)))

  const stream = await createClient().completions.create({ ...request, stream: true })
  const read = await readAll(stream)

  expect(read.items).toHaveLength(4)
  expect(read.error).toBeInstanceOf(APIError)
  expect(read.error).toMatchObject({ code: 'overloaded' })
})

it('reads in the stream of any completion what it was made of', async () => {
  const anyChoices = fc.array(
    fc.record({
      text: anyText,
      finish_reason: fc.constantFrom('stop' as const, 'length' as const),
    }),
    { minLength: 1, maxLength: 3 },
  )

  await fc.assert(
    fc.asyncProperty(anyChoices, async (choices) => {
      const whole = completeCompletion({ choices })
      server.resetHandlers()
      server.use(completions.create(whole))
      const stream = await createClient().completions.create({
        ...request,
        stream: true,
        stream_options: { include_usage: true },
      })
      const { items } = await readAll<Completion>(stream)

      const body = { stream_options: { include_usage: true } }
      expect(items).toEqual([...unfoldCompletion(whole, { body })])
      expect(foldCompletion(items)).toEqual(whole)
    }),
    // Each run is a request.
    { numRuns: 30 },
  )
})
