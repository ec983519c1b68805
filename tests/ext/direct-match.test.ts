import { getResponse } from 'msw'
import { createRoute } from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import { serve } from 'msw-openai/node'
import { expect, it } from 'vitest'

const URLS = [
  'https://api.openai.com/v1/things/a',
  'https://api.openai.com/v1/things/a?b=c',
  'https://api.openai.com/v1/things/b#part',
  'https://api.openai.com/v1/things/b',
  'https://api.openai.com/v1/things/b%2Fc',
  'https://api.openai.com/v1/things/',
  'https://api.openai.com/v1/things/a/',
  'https://api.openai.com/v1/things/a/more',
  'https://api.openai.com/v1/THINGS/a',
  'https://api.openai.com:444/v1/things/a',
  'http://api.openai.com/v1/things/a',
  'https://eu.api.openai.com/v1/things/a',
  'https://one.example.com/deep/down/v1/things/a',
]

function thingsOf(baseURL: string) {
  const read = createRoute<never, unknown, { id: string }>(
    { name: 'things.read', method: 'GET', path: '/things/:thing_id' },
    { baseURL },
  )
  return read({ id: 'thing' })
}

it.each([
  'https://api.openai.com/v1',
  'https://api.openai.com:444/v1',
  'https://*.openai.com/v1',
  'https://:name.example.com/deep/*/v1',
  'http*://api.openai.com/:version',
  '*/v1',
  '*',
])('matches the URLs that MSW matches below %s', async (baseURL) => {
  const [own, other] = [thingsOf(baseURL), thingsOf(baseURL)]
  const fetch = createFetch([own])
  // Twice each, as the match of the URL before is kept.
  for (const url of URLS.flatMap((one) => [one, one])) {
    const { status } = await fetch(url)
    const response = await getResponse([other], new Request(url))
    expect({ url, status }).toEqual({ url, status: response?.status ?? 404 })
  }

  const paramsOf = ({ calls }: typeof own) => calls.map(({ url, params }) => [url.href, params])
  expect(paramsOf(own)).toEqual(paramsOf(other))
})

it('gives each call parameters of its own', async () => {
  const things = thingsOf('https://api.openai.com/v1')
  await using server = await serve([things])
  for (const id of ['a', 'a', 'b']) await fetch(`${server.baseURL}/things/${id}`)

  const params = things.calls.map((call) => call.params)
  expect(params).toEqual([{ thing_id: 'a' }, { thing_id: 'a' }, { thing_id: 'b' }])
  expect(params[0]).not.toBe(params[1])
})

it('answers the method of the endpoint alone', async () => {
  const fetch = createFetch([thingsOf('*')])
  const statuses = ['GET', 'POST', 'DELETE', 'HEAD'].map(async (method) => {
    const { status } = await fetch('https://api.openai.com/v1/things/a', { method })
    return status
  })

  expect(await Promise.all(statuses)).toEqual([200, 404, 404, 404])
})
