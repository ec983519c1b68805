import { expect, it } from 'vitest'
import { z } from 'zod'
import { createRoute, createRoutes } from 'msw-openai/routes'
import { unnamed } from 'msw-openai/streaming'
import { knownEndpoints } from '../../src/routes/known-endpoints.js'

const names = () => knownEndpoints().map(({ name }) => name)

const events = { text: (all: readonly unknown[]) => all.map(() => '') }
const endpoint = {
  method: 'POST',
  path: '/ticks',
  wire: { event: z.object({}), frame: unnamed },
} as const

it('knows the endpoints of OpenAI from the beginning, and those of a test after them', () => {
  const before = names()
  createRoute({ ...endpoint, name: 'ticks', events })

  expect(before).toEqual(expect.arrayContaining(['chat.completions.create', 'responses.create']))
  expect(names()).toEqual([...before, 'ticks'])
})

it('keeps one endpoint for each reader', () => {
  const before = names()
  createRoutes({ baseURL: 'https://api.groq.com/openai/v1' })
  createRoute({ ...endpoint, name: 'ticks again', events })
  createRoute({ ...endpoint, name: 'no reader' })

  expect(names()).toEqual(before)
})

it('shares the list with other copies of the package', () => {
  expect(Reflect.get(globalThis, Symbol.for('msw-openai.endpoints'))).toBe(knownEndpoints())
})
