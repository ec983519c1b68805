import {
  cutAfter,
  images,
  imageWriter,
  EventStream,
  createRoute,
  unnamed,
  type ImageEditEvent,
} from 'msw-openai'
import type { ImageEditStreamEvent, ImageGenStreamEvent } from 'openai/resources/images'
import { expect, it } from 'vitest'
import { readAll } from '../support.js'
import { createClient } from './support.js'
import { transports } from './transports.js'

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

const photo = () => new File(['PNG'], 'otter.png', { type: 'image/png' })

it.each(transports)('delivers the exact events of a generation on %s', async (_, reach) => {
  const route = images.generate(new Otter())
  const client = createClient(await reach(route))

  const stream = await client.images.generate({ prompt: 'An otter', stream: true })

  await expect(readAll(stream)).resolves.toEqual({ items: [...new Otter()] })
  await expect(route.calls[0]?.settled).resolves.toBe('completed')
})

it.each(transports)('delivers the exact events of an edit on %s', async (_, reach) => {
  const route = images.edit(new Hat())
  const client = createClient(await reach(route))
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

it.each(transports)('delivers the events in any other framing on %s', async (_, reach) => {
  const { endpoint } = images.generate
  const wire = { frame: unnamed, lineEnding: '\r\n', terminator: { data: '[DONE]' } } as const
  const withoutRules = ['images/event-name-missing']
  const generate = createRoute({ ...endpoint, wire: { ...endpoint.wire, ...wire }, withoutRules })
  const client = createClient(await reach(generate(new Otter())))

  const stream = await client.images.generate({ prompt: 'An otter', stream: true })

  await expect(readAll(stream)).resolves.toEqual({ items: [...new Otter()] })
})

it.each(transports)('delivers the partial images before a cut on %s', async (_, reach) => {
  const route = images.generate({}, { through: [cutAfter(2)] })
  const client = createClient(await reach(route))

  const stream = await client.images.generate({
    prompt: 'An otter',
    stream: true,
    partial_images: 3,
  })
  const { items, error } = await readAll(stream)

  expect(items).toMatchObject([{ partial_image_index: 0 }, { partial_image_index: 1 }])
  expect(error).toBeInstanceOf(Error)
  await expect(route.calls[0]?.settled).resolves.toBe('cut')
})
