import { createRoute, unnamed } from 'msw-openai'
import { serve } from 'msw-openai/node'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { Scripted } from './support.js'

const tick = z.object({ tick: z.number() })

it.each(['headers', 'wire', 'openAIHeaders'] as const)(
  'sends the declared %s of an endpoint of your own as they are at each request',
  async (place) => {
    const declared = { 'x-turn': 'first' }
    const create = createRoute(
      {
        name: 'ticks.list',
        method: 'POST',
        path: '/ticks',
        wire: { event: tick, frame: unnamed, ...(place === 'wire' && { headers: declared }) },
        ...(place !== 'wire' && { [place]: declared }),
      },
      { baseURL: 'https://api.openai.com/v1' },
    )
    await using server = await serve([create(new Scripted([{ tick: 1 }]))])
    const ask = async () => {
      const response = await fetch(`${server.baseURL}/ticks`, {
        method: 'POST',
        body: JSON.stringify({ stream: true }),
      })
      await response.text()
      return response.headers.get('x-turn')
    }

    expect(await ask()).toBe('first')
    declared['x-turn'] = 'second'
    expect(await ask()).toBe('second')
  },
)
