import { getResponse } from 'msw'
import OpenAI, { toFile } from 'openai'
import { expect, it } from 'vitest'
import { createRoute, type CallRequest, type Endpoint } from 'msw-openai/routes'
import { createFetch } from 'msw-openai/fetch'
import { unnamed } from 'msw-openai/streaming'
import { z } from 'zod'
import { Scripted } from './support.js'

const URL_OF = 'https://api.openai.com/v1/things'

/** An endpoint that streams, and gives its request back where no stream is asked for. */
const things: Endpoint<{ tick: number }, unknown, object> = {
  name: 'things.create',
  method: 'POST',
  path: '/things',
  wire: { event: z.object({ tick: z.int() }), frame: unnamed },
  fold: (_, { body }) => ({ kind: typeof body }),
}

/** Sends a request, and gives the answer and the call. */
async function send(init: RequestInit, { endpoint = things, query = '' } = {}) {
  const { method } = endpoint
  const route = createRoute(endpoint)(new Scripted([{ tick: 1 }]))
  const request = new Request(URL_OF + query, { method, ...init })
  const response = await getResponse([route], request)
  if (!response) throw new Error('Expected an answer.')
  return { response, call: route.calls[0], body: route.calls[0]?.body }
}

/** A multipart form of fields. */
function form(...fields: Array<[name: string, value: string | Blob]>): FormData {
  const data = new FormData()
  for (const [name, value] of fields) data.append(name, value)
  return data
}

/** The text of the same fields, urlencoded. */
function urlencoded(...fields: Array<[name: string, value: string]>): URLSearchParams {
  return new URLSearchParams(fields)
}

const FIELDS: ReadonlyArray<[what: string, fields: Array<[string, string]>, body: unknown]> = [
  ['one field', [['model', 'whisper-1']], { model: 'whisper-1' }],
  [
    'several fields',
    [
      ['a', '1'],
      ['b', ''],
    ],
    { a: '1', b: '' },
  ],
  [
    'a repeated field',
    [
      ['a', '1'],
      ['a', '2'],
      ['a', '3'],
    ],
    { a: ['1', '2', '3'] },
  ],
  ['a list of one', [['a[]', '1']], { a: ['1'] }],
  [
    'a list',
    [
      ['a[]', '1'],
      ['a[]', '2'],
    ],
    { a: ['1', '2'] },
  ],
  [
    'a list that is named in two ways',
    [
      ['a', '1'],
      ['a[]', '2'],
    ],
    { a: ['1', '2'] },
  ],
  [
    'a nested field',
    [
      ['chunking_strategy[type]', 'server_vad'],
      ['chunking_strategy[threshold]', '0.5'],
    ],
    { chunking_strategy: { type: 'server_vad', threshold: '0.5' } },
  ],
  [
    'a list in a nested field',
    [
      ['a[b][c][]', '1'],
      ['a[b][c][]', '2'],
      ['a[d]', '3'],
    ],
    { a: { b: { c: ['1', '2'] }, d: '3' } },
  ],
  ['a name with an open bracket', [['a[b', '1']], { 'a[b': '1' }],
  ['a name of brackets', [['[]', '1']], { '[]': '1' }],
  ['an empty name', [['', '1']], { '': '1' }],
  ['a name after brackets', [['a[b]c', '1']], { 'a[b]c': '1' }],
  [
    'texts of any kind',
    [['prompt', 'Grüße, 世界 & = + %\u0000']],
    { prompt: 'Grüße, 世界 & = + %\u0000' },
  ],
]

it.each(FIELDS)('reads %s of a multipart form', async (_, fields, expected) => {
  const { body, call, response } = await send({ body: form(...fields) })

  expect(body).toEqual(expected)
  expect(call?.outcome).toBe('replied')
  expect(await response.json()).toEqual({ kind: 'object' })
})

it.each(FIELDS)('reads %s of an urlencoded form', async (_, fields, expected) => {
  expect((await send({ body: urlencoded(...fields) })).body).toEqual(expected)
})

it.each(['application/x-www-form-urlencoded', 'APPLICATION/X-WWW-FORM-URLENCODED;charset=UTF-8'])(
  'reads a form of the type %s',
  async (type) => {
    const { body } = await send({ body: 'a=1&b=2', headers: { 'content-type': type } })

    expect(body).toEqual({ a: '1', b: '2' })
  },
)

it('reads files as files', async () => {
  const file = new File([Uint8Array.of(0, 255, 13, 10)], 'speech.mp3', { type: 'audio/mpeg' })
  const { body } = await send({ body: form(['file', file], ['model', 'whisper-1']) })
  const { file: read } = body as { file: File }

  expect(read).toBeInstanceOf(File)
  expect([read.name, read.type, read.size]).toEqual(['speech.mp3', 'audio/mpeg', 4])
  expect([...(await read.bytes())]).toEqual([0, 255, 13, 10])
})

it('reads several files, and a file in a nested field', async () => {
  const [one, two] = [new File(['1'], 'a.png'), new File(['2'], 'b.png')]
  const { body } = await send({
    body: form(['image[]', one], ['image[]', two], ['mask[file]', one], ['mask[kind]', 'alpha']),
  })
  const { image, mask } = body as { image: File[]; mask: { file: File; kind: string } }

  expect(image.map(({ name }) => name)).toEqual(['a.png', 'b.png'])
  expect(await mask.file.text()).toBe('1')
  expect(mask.kind).toBe('alpha')
})

it.each([
  '__proto__',
  '__proto__[polluted]',
  'a[__proto__][polluted]',
  'constructor[prototype][polluted]',
])('reads the name %s as any other', async (name) => {
  const { body } = await send({ body: form([name, 'yes'], ['toString', '1']) })

  expect(({} as { polluted?: string }).polluted).toBeUndefined()
  expect(Object.getPrototypeOf(body)).toBe(Object.prototype)
  expect(Object.hasOwn(body as object, name.replace(/\[.*/, ''))).toBe(true)
  expect(Object.hasOwn(body as object, 'toString')).toBe(true)
  expect(JSON.stringify(body)).toContain('yes')
})

it('gives fields of any depth a prototype, as parsed JSON has one', async () => {
  const { body } = await send({ body: form(['a[b][c]', '1']) })
  const { a } = body as { a: { b: object } }

  expect(Object.getPrototypeOf(a)).toBe(Object.prototype)
  expect(Object.getPrototypeOf(a.b)).toBe(Object.prototype)
})

it('reads a long form in a time that depends on its fields alone', async () => {
  const fields = Array.from({ length: 50_000 }, (_, index) => `a[]=${index}&b=${index}`)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const { body } = await send({ body: fields.join('&'), headers })
  const { a, b } = body as { a: string[]; b: string[] }

  expect([a.length, b.length, a.at(-1), b[1]]).toEqual([50_000, 50_000, '49999', '1'])
})

it('reads a name of any depth', async () => {
  const { body } = await send({ body: form([`a${'[b]'.repeat(10_000)}`, '1']) })
  let depth = 0
  let field: unknown = body
  while (typeof field === 'object') {
    field = Object.values(Object(field))[0]
    depth++
  }

  expect([depth, field]).toEqual([10_001, '1'])
})

it.each([
  ['without a boundary', 'multipart/form-data', 'a=1'],
  ['with another boundary', 'multipart/form-data; boundary=x', '--y\r\n\r\n--y--'],
  [
    'that was cut',
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nHel',
  ],
  ['of JSON', 'multipart/form-data; boundary=x', '{"a":1}'],
])('answers a form %s with an error', async (_, type, body) => {
  const { call, response } = await send({ body, headers: { 'content-type': type } })

  expect(response.status).toBe(400)
  expect(await response.json()).toEqual({
    error: {
      message: 'We could not parse the form in the body of your request.',
      type: 'invalid_request_error',
      param: null,
      code: null,
    },
  })
  expect(call).toMatchObject({ outcome: 'replied', body: undefined })
})

const STREAM = 'data: {"tick":1}\n\n'

it.each<[what: string, init: () => RequestInit, query?: string]>([
  ['a multipart form', () => ({ body: form(['stream', 'true']) })],
  ['an urlencoded form', () => ({ body: urlencoded(['stream', 'true']) })],
  ['JSON', () => ({ body: '{"stream":true}' })],
  ['the query', () => ({ body: '{}' }), '?stream=true'],
  ['the query, without a body', () => ({}), '?a=b&stream=true'],
])('streams where %s asks for a stream', async (_, init, query) => {
  const { response, call } = await send(init(), { query })

  expect(await response.text()).toBe(STREAM)
  expect(await call?.settled).toBe('completed')
})

it.each<[what: string, init: () => RequestInit, query?: string]>([
  ['a form with stream=false', () => ({ body: form(['stream', 'false']) })],
  ['a form with stream=', () => ({ body: form(['stream', '']) })],
  ['a form with stream=1', () => ({ body: form(['stream', '1']) })],
  ['a form with two of it', () => ({ body: form(['stream', 'true'], ['stream', 'true']) })],
  ['a form without it', () => ({ body: form(['a', 'b']) })],
  ['a file of the name', () => ({ body: form(['stream', new Blob(['true'])]) })],
  ['JSON with stream: false', () => ({ body: '{"stream":false}' })],
  ['JSON with stream: null', () => ({ body: '{"stream":null}' })],
  ['JSON that is no object', () => ({ body: '"stream"' })],
  ['the query stream=false', () => ({ body: '{}' }), '?stream=false'],
  ['nothing', () => ({})],
])('folds where %s asks for none', async (_, init, query) => {
  const { response } = await send(init(), { query })

  expect(response.headers.get('content-type')).toBe('application/json')
  expect(await response.json()).toHaveProperty('kind')
})

const checked = { ...things, body: z.looseObject({ model: z.string() }) }

it('checks the fields of a form as those of JSON', async () => {
  const valid = await send({ body: form(['model', 'whisper-1']) }, { endpoint: checked })
  const invalid = await send({ body: form(['prompt', 'Hi']) }, { endpoint: checked })

  expect(valid.response.status).toBe(200)
  expect(await invalid.response.json()).toEqual({
    error: {
      message: "Missing required parameter: 'model'.",
      type: 'invalid_request_error',
      param: 'model',
      code: 'missing_required_parameter',
    },
  })
  expect(invalid.call).toMatchObject({ outcome: 'replied', body: { prompt: 'Hi' } })
})

it.each([
  ['nothing', undefined],
  ['an empty text', ''],
  ['no bytes', new Uint8Array()],
])('reads a body of %s as undefined, and refuses it by a schema alone', async (_, body) => {
  const open = await send({ ...(body !== undefined && { body }) })
  const strict = await send({ ...(body !== undefined && { body }) }, { endpoint: checked })
  const optional = { ...things, body: z.looseObject({}).optional() }
  const lenient = await send({ ...(body !== undefined && { body }) }, { endpoint: optional })

  expect(open.response.status).toBe(200)
  expect(await open.response.json()).toEqual({ kind: 'undefined' })
  expect(open.call).toMatchObject({ body: undefined, outcome: 'replied' })
  expect(strict.response.status).toBe(400)
  expect(lenient.response.status).toBe(200)
})

it('reads an empty form as one without fields', async () => {
  const { body } = await send({ body: urlencoded() })

  expect(body).toEqual({})
})

const removed = { ...things, method: 'DELETE' as const }

it.each<[what: string, init: () => RequestInit, body: unknown]>([
  ['none', () => ({}), undefined],
  ['an empty one', () => ({ body: '' }), undefined],
  ['JSON', () => ({ body: '{"force":true}' }), { force: true }],
  ['a form', () => ({ body: form(['force', 'true']) }), { force: 'true' }],
])('reads the body of a DELETE: %s', async (_, init, expected) => {
  const { body, response } = await send(init(), { endpoint: removed })

  expect(response.status).toBe(200)
  expect(body).toEqual(expected)
})

it('asks a DELETE and a GET for no body, whatever their schema', async () => {
  const strict = z.looseObject({ model: z.string() })
  const got = await send({}, { endpoint: { ...things, method: 'GET', body: strict } })
  const deleted = await send({}, { endpoint: { ...removed, body: strict } })
  const wrong = await send({ body: '{}' }, { endpoint: { ...removed, body: strict } })

  expect([got.response.status, deleted.response.status]).toEqual([200, 200])
  expect(wrong.response.status).toBe(400)
})

it.each(['text/plain', 'application/octet-stream', ''])(
  'reads a body of the type %j as JSON, and keeps the text of one that is none',
  async (type) => {
    const headers = { 'content-type': type }
    const json = await send({ body: '{"a":1}', headers })
    const text = await send({ body: 'Hello there', headers })

    expect(json.body).toEqual({ a: 1 })
    expect(text.response.status).toBe(400)
    expect(text.call).toMatchObject({ body: 'Hello there', outcome: 'replied' })
  },
)

it.each([
  ['JSON with a BOM', '\ufeff{"a":1}', { a: 1 }],
  ['JSON with spaces', ' \n{"a":1}\t', { a: 1 }],
  ['a text', '"Hi"', 'Hi'],
  ['a number', '5', 5],
  ['false', 'false', false],
  ['null', 'null', null],
  ['an array', '[1]', [1]],
])('reads %s where the endpoint declares no body', async (_, body, expected) => {
  const { response, call } = await send({ body })

  expect(response.status).toBe(200)
  expect(call?.body).toEqual(expected)
})

it('answers a body that fails while it is read', async () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error('Lost')) })
  const { response, call } = await send({ body, duplex: 'half' } as RequestInit)

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    error: { message: 'We could not read the body of your request.' },
  })
  expect(call).toMatchObject({ outcome: 'replied', body: undefined })
})

it('reads what the SDK sends', async () => {
  const seen: Array<CallRequest['body']> = []
  const endpoints: Endpoint[] = [
    { name: 'audio.transcriptions.create', method: 'POST', path: '/audio/transcriptions' },
    { name: 'files.create', method: 'POST', path: '/files' },
    { name: 'files.delete', method: 'DELETE', path: '/files/:file_id' },
    { name: 'responses.cancel', method: 'POST', path: '/responses/:response_id/cancel' },
  ]
  const routes = endpoints.map((endpoint) =>
    createRoute(endpoint)(({ body, params }) => {
      seen.push(body)
      return { id: 'it', ...params }
    }),
  )
  const client = new OpenAI({ apiKey: 'test', fetch: createFetch(routes), maxRetries: 0 })
  const file = await toFile(Buffer.from('RIFF'), 'speech.wav', { type: 'audio/wav' })

  await client.audio.transcriptions.create({
    file,
    model: 'gpt-4o-transcribe',
    include: ['logprobs'],
    chunking_strategy: { type: 'server_vad', threshold: 0.5 },
  })
  await client.files.create({ file, purpose: 'assistants' })
  expect(await client.files.delete('file_1')).toEqual({ id: 'it', file_id: 'file_1' })
  expect(await client.responses.cancel('resp_1')).toMatchObject({ response_id: 'resp_1' })

  expect(seen).toEqual([
    {
      file: expect.any(File),
      model: 'gpt-4o-transcribe',
      include: ['logprobs'],
      chunking_strategy: { type: 'server_vad', threshold: '0.5' },
    },
    { file: expect.any(File), purpose: 'assistants' },
    undefined,
    undefined,
  ])
})
