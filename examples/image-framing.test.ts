import { createRoute, images, unnamed } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import { expect, it } from 'vitest'

const server = useServer()

const { endpoint } = images.generate
const framing = { frame: unnamed, lineEnding: '\r\n', terminator: { data: '[DONE]' } } as const
const generate = createRoute({
  ...endpoint,
  wire: { ...endpoint.wire, ...framing },
  withoutRules: ['images/event-name-missing'],
})

it('streams images without names, with CRLF, and with [DONE]', async () => {
  server.use(generate([{ b64_json: 'AAAA' }]))

  const response = await fetch('https://api.openai.com/v1/images/generations', {
    method: 'POST',
    body: JSON.stringify({ prompt: 'An otter', stream: true }),
  })

  await expect(response.text()).resolves.toMatch(
    /^data: \{"type":"image_generation.completed".*\}\r\n\r\ndata: \[DONE\]\r\n\r\n$/,
  )
})
