import { beta, EventStream, responses, responseWriter } from 'msw-openai'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expect, it } from 'vitest'
import { readAll } from '../support.js'
import { createClient, useServer } from './support.js'

const server = useServer()

/** A response of 11 events, from number 0 to number 10. */
class Story extends EventStream<ResponseStreamEvent> {
  *generate(): Generator<ResponseStreamEvent> {
    const w = responseWriter({ background: true })
    yield* w.message('Once upon')
    yield* w.completed()
  }
}

it('answers the beta apart from the stable routes', async () => {
  const agent = { agent_name: 'researcher' }
  const stable = [responses.create('stable'), responses.retrieve('stable')]
  const create = beta.responses.create({
    output: [{ type: 'message', content: [{ type: 'output_text', text: 'beta' }], agent }],
  })
  const retrieve = beta.responses.retrieve(new Story())
  server.use(...stable, create, retrieve)
  const client = createClient()
  const request = { model: 'gpt-5', input: 'Hello' }

  const whole = await client.beta.responses.create({
    ...request,
    betas: ['responses_multi_agent=v1'],
  })
  const stream = await client.beta.responses.create({ ...request, stream: true })
  const rest = await client.beta.responses.retrieve('resp_1', { stream: true, starting_after: 9 })
  const plain = await client.responses.create(request)

  expect(whole.output).toMatchObject([{ content: [{ text: 'beta' }], agent }])
  expect((await readAll(stream)).items[4]).toMatchObject({ delta: 'beta', agent })
  await expect(readAll(rest)).resolves.toEqual({ items: [...new Story()].slice(10) })
  expect(plain.output_text).toBe('stable')
  expect(create.calls.map(({ headers }) => headers.get('openai-beta'))).toEqual([
    'responses_multi_agent=v1',
    null,
  ])
})
