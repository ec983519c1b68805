import {
  cutAfter,
  images,
  imageWriter,
  EventStream,
  createRoute,
  unnamed,
  type ImageEditEvent,
} from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import { serve } from 'msw-openai/node'
import { http, passthrough } from 'msw'
import type OpenAI from 'openai'
import type { ImageEditStreamEvent, ImageGenStreamEvent } from 'openai/resources/images'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readAll } from '../support.js'
import { createClient, major, useServer } from './support.js'

const server = useServer()

class Otter extends EventStream<ImageGenStreamEvent> {
  *generate(): Generator<ImageGenStreamEvent> {
    const w = imageWriter({ size: '1536x1024' })
    yield* w.partial()
    yield* w.partial()
    yield* w.completed()
  }
}

class Hat extends EventStream<ImageEditEvent> {
  *generate(): Generator<ImageEditEvent> {
    const w = imageWriter({ type: 'image_edit' })
    yield* w.partial()
    yield { type: 'keepalive' }
    yield* w.completed()
  }
}

/** The ways in which a client gets to handlers. */
const transports: Array<[name: string, clientOf: (...handlers: Handlers) => Promise<OpenAI>]> = [
  ['MSW', async (...handlers) => (server.use(...handlers), createClient())],
  ['createFetch()', async (...handlers) => createClient({ fetch: createFetch(handlers) })],
  ['serve()', servedClient],
]
type Handlers = Parameters<typeof createFetch>[0]

async function servedClient(...handlers: Handlers): Promise<OpenAI> {
  const { baseURL, close } = await serve(handlers)
  onTestFinished(() => close())
  server.use(http.all(`${baseURL}/*`, () => passthrough()))
  return createClient({ baseURL })
}

const photo = () => new File(['PNG'], 'otter.png', { type: 'image/png' })

describe.each(transports)('on %s', (_, clientOf) => {
  // Before openai 5, the client streams no images.
  it.skipIf(major.openai < 5)('delivers the exact events of a generation', async () => {
    const route = images.generate(new Otter())
    const client = await clientOf(route)

    const stream = await client.images.generate({ prompt: 'An otter', stream: true })

    await expect(readAll(stream)).resolves.toEqual({ items: [...new Otter()] })
    await expect(route.calls[0]?.settled).resolves.toBe('completed')
  })

  it.skipIf(major.openai < 5)('delivers the exact events of an edit', async () => {
    const route = images.edit(new Hat())
    const client = await clientOf(route)
    const image = [photo(), photo()]

    const stream: AsyncIterable<ImageEditStreamEvent> = await client.images.edit({
      prompt: 'A hat',
      image,
      stream: true,
    })

    await expect(readAll(stream)).resolves.toEqual({ items: [...new Hat()] })
    expect(route.calls[0]?.body).toMatchObject({
      prompt: 'A hat',
      image: [expect.any(File), expect.any(File)],
      stream: 'true',
    })
  })

  it('delivers whole images', async () => {
    const client = await clientOf(images.generate(), images.edit(), images.createVariation())
    const asked = { n: 2, size: '512x512' } as const

    const generated = await client.images.generate({ ...asked, prompt: 'An otter' })
    const edited = await client.images.edit({ ...asked, prompt: 'A hat', image: photo() })
    const varied = await client.images.createVariation({ ...asked, image: photo() })

    expect(generated).toMatchObject({ size: '512x512', usage: { total_tokens: 20 } })
    expect(edited.data).toEqual(generated.data)
    expect(varied.data).toEqual([
      { url: 'https://images.example/img_1.png' },
      { url: 'https://images.example/img_2.png' },
    ])
  })
})

it.skipIf(major.openai < 5)('delivers the events in any other framing', async () => {
  const { endpoint } = images.generate
  const wire = { frame: unnamed, lineEnding: '\r\n', terminator: { data: '[DONE]' } } as const
  const generate = createRoute({ ...endpoint, wire: { ...endpoint.wire, ...wire } })
  server.use(generate(new Otter()))

  const stream = await createClient().images.generate({ prompt: 'An otter', stream: true })

  await expect(readAll(stream)).resolves.toEqual({ items: [...new Otter()] })
})

it.skipIf(major.openai < 5)('delivers the partial images before a cut', async () => {
  const route = images.generate({}, { through: [cutAfter(2)] })
  server.use(route)

  const stream = await createClient().images.generate({
    prompt: 'An otter',
    stream: true,
    partial_images: 3,
  })
  const { items, error } = await readAll(stream)

  expect(items).toMatchObject([{ partial_image_index: 0 }, { partial_image_index: 1 }])
  expect(error).toBeInstanceOf(Error)
  await expect(route.calls[0]?.settled).resolves.toBe('cut')
})
