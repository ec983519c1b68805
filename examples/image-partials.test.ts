import { images, imageWriter, LiveEventStream } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { ImageGenStreamEvent } from 'openai/resources/images'
import { expect, it } from 'vitest'

const server = useServer()

/** The part of a page that shows an image, ever sharper. */
class Frame {
  src = ''
  status = 'empty'

  async paint(prompt: string): Promise<void> {
    try {
      const { images: painter } = new OpenAI({ apiKey: 'test' })
      const stream = await painter.generate({ prompt, stream: true, partial_images: 2 })
      for await (const { type, b64_json, output_format } of stream) {
        this.src = `data:image/${output_format};base64,${b64_json}`
        this.status = type === 'image_generation.completed' ? 'done' : 'painting'
      }
    } catch {
      this.status = 'interrupted'
    }
  }
}

it('shows each partial image as it comes, and then the whole one', async () => {
  const live = new LiveEventStream<ImageGenStreamEvent>()
  server.use(images.generate(live))
  const frame = new Frame()
  const painting = frame.paint('An otter')
  const w = imageWriter({ output_format: 'webp' })

  await live.emit(w.partial('AAAA'))
  expect(frame).toMatchObject({ src: 'data:image/webp;base64,AAAA', status: 'painting' })

  await live.emit(w.partial('BBBB'))
  expect(frame).toMatchObject({ src: 'data:image/webp;base64,BBBB', status: 'painting' })

  await live.emit(w.completed('CCCC'))
  expect(frame).toMatchObject({ src: 'data:image/webp;base64,CCCC', status: 'done' })

  await live.end()
  await painting
})

it('keeps the last partial image when the connection drops', async () => {
  const live = new LiveEventStream<ImageGenStreamEvent>()
  server.use(images.generate(live))
  const frame = new Frame()
  const painting = frame.paint('An otter')

  await live.emit(imageWriter().partial('AAAA'))
  await live.cut()

  await painting
  expect(frame).toMatchObject({ src: 'data:image/png;base64,AAAA', status: 'interrupted' })
})

it('paints without a word about the images', async () => {
  const generate = images.generate()
  server.use(generate)
  const frame = new Frame()

  await frame.paint('An otter')

  expect(frame.src).toMatch(/^data:image\/png;base64,iVBORw0KGgo/)
  expect(generate.calls[0]?.events.map(({ type }) => type)).toEqual([
    'image_generation.partial_image',
    'image_generation.partial_image',
    'image_generation.completed',
  ])
})
