import { images } from 'msw-openai'
import { expect, it } from 'vitest'
import { createClient } from './support.js'
import { transports } from './transports.js'

const photo = () => new File(['PNG'], 'otter.png', { type: 'image/png' })

it.each(transports)('delivers whole images on %s', async (_, reach) => {
  const routes = [images.generate(), images.edit(), images.createVariation()]
  const client = createClient(await reach(...routes))
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
