import { getResponse, type RequestHandler } from 'msw'
import type { ImageGenStreamEvent, ImagesResponse } from 'openai/resources/images'
import { expect, it, vi } from 'vitest'
import {
  contentFiltered,
  createRoute,
  createRoutes,
  images,
  imageWriter,
  lastUserMessage,
  when,
  type ImageGenerationEvent,
} from 'msw-openai/routes'
import { cutAfter, EventStream, StreamError, unnamed } from 'msw-openai/streaming'
import { ask, Scripted } from './support.js'

const prompt = { prompt: 'An otter' }
const stream = { ...prompt, stream: true }

class Otter extends EventStream<ImageGenStreamEvent> {
  *generate(): Generator<ImageGenStreamEvent> {
    const w = imageWriter()
    yield* w.partial('AAAA')
    yield* w.completed('BBBB')
  }
}

const partial =
  '{"type":"image_generation.partial_image","b64_json":"AAAA","created_at":1700000000,"size":"1024x1024","quality":"high","background":"opaque","output_format":"png","partial_image_index":0}'
const whole =
  '{"type":"image_generation.completed","b64_json":"BBBB","created_at":1700000000,"size":"1024x1024","quality":"high","background":"opaque","output_format":"png","usage":{"input_tokens":10,"input_tokens_details":{"image_tokens":0,"text_tokens":10},"output_tokens":10,"output_tokens_details":{"image_tokens":10,"text_tokens":0},"total_tokens":20}}'

/** Makes a form of texts and files. */
function formOf(fields: Record<string, string | File | File[]>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) form.append(Array.isArray(value) ? `${name}[]` : name, one)
  }
  return form
}

async function send(route: RequestHandler, path: string, form: FormData): Promise<Response> {
  const url = `https://api.openai.com/v1/images/${path}`
  const response = await getResponse([route], new Request(url, { method: 'POST', body: form }))
  if (!response) throw new Error(`Failed to send a form to ${path}: no handler answers it.`)
  return response
}

const photo = (name = 'otter.png') => new File(['PNG'], name, { type: 'image/png' })

async function generated(route: RequestHandler, body: object = prompt): Promise<ImagesResponse> {
  return (await ask(route, { url: '/images/generations', body })).json()
}

it('streams as OpenAI documents it: named, LF, without a terminator', async () => {
  const route = images.generate(new Otter())
  const response = await ask(route, { url: '/images/generations', body: stream })

  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  await expect(response.text()).resolves.toBe(
    `event: image_generation.partial_image\ndata: ${partial}\n\n` +
      `event: image_generation.completed\ndata: ${whole}\n\n`,
  )
  await expect(route.calls[0]?.settled).resolves.toBe('completed')
})

it('streams in another framing, which the endpoint declares', async () => {
  const { endpoint } = images.generate
  const wire = { frame: unnamed, lineEnding: '\r\n', terminator: { data: '[DONE]' } } as const
  const withoutRules = ['images/event-name-missing']
  const generate = createRoute({ ...endpoint, wire: { ...endpoint.wire, ...wire }, withoutRules })

  const response = await ask(generate(new Otter()), { url: '/images/generations', body: stream })

  await expect(response.text()).resolves.toBe(
    `data: ${partial}\r\n\r\ndata: ${whole}\r\n\r\ndata: [DONE]\r\n\r\n`,
  )
})

it('sends keepalive events', async () => {
  const [completed] = imageWriter().completed('BBBB')
  const script = new Scripted<ImageGenerationEvent>([{ type: 'keepalive' }, completed!])

  const response = await ask(images.generate(script), { url: '/images/generations', body: stream })

  await expect(response.text()).resolves.toBe(
    `event: keepalive\ndata: {"type":"keepalive"}\n\nevent: image_generation.completed\ndata: ${whole}\n\n`,
  )
})

it('sends an error of a script as the API does elsewhere', async () => {
  const script = new Scripted<ImageGenerationEvent>([], new StreamError({ message: 'No image.' }))
  const response = await ask(images.generate(script), { url: '/images/generations', body: stream })

  await expect(response.text()).resolves.toMatch(/^data: \{"error":\{"message":"No image\."/)
})

it.each([
  [undefined, []],
  [0, []],
  [1, [0]],
  [3, [0, 1, 2]],
])('streams as many partial images as a request asks for: %j', async (partial_images, indexes) => {
  const route = images.generate()
  await ask(route, { url: '/images/generations', body: { ...stream, partial_images } }).then(
    (sent) => sent.text(),
  )

  const events = route.calls[0]?.events ?? []
  expect(
    events.map((event) => 'partial_image_index' in event && event.partial_image_index),
  ).toEqual([...indexes, false])
})

it('answers a plain request with what a stream amounts to', async () => {
  await expect(generated(images.generate(new Otter()))).resolves.toEqual({
    created: 1700000000,
    background: 'opaque',
    data: [{ b64_json: 'BBBB' }],
    output_format: 'png',
    quality: 'high',
    size: '1024x1024',
    usage: {
      input_tokens: 10,
      input_tokens_details: { image_tokens: 0, text_tokens: 10 },
      output_tokens: 10,
      output_tokens_details: { image_tokens: 10, text_tokens: 0 },
      total_tokens: 20,
    },
  })
})

it('answers byte for byte in the order of the API', async () => {
  const usage = { input_tokens: 21, output_tokens: 196 }
  const route = images.generate({ data: [{ b64_json: 'BBBB' }], usage })
  const body = { ...prompt, model: 'gpt-image-2', quality: 'low', output_format: 'webp' }

  const response = await ask(route, { url: '/images/generations', body })

  await expect(response.text()).resolves.toBe(
    '{"created":1700000000,"background":"opaque","data":[{"b64_json":"BBBB"}],"output_format":"webp","quality":"low","size":"1024x1024","usage":{"input_tokens":21,"input_tokens_details":{"image_tokens":0,"text_tokens":21},"output_tokens":196,"output_tokens_details":{"image_tokens":196,"text_tokens":0},"total_tokens":217}}',
  )
})

it('makes the images that a request asks for', async () => {
  const body = { ...prompt, n: 3, size: '1536x1024', background: 'transparent', quality: 'auto' }
  const answer = await generated(images.generate(), body)

  expect(answer).toMatchObject({ size: '1536x1024', background: 'transparent', quality: 'high' })
  expect(answer.data?.map(({ b64_json = '' }) => sizeOfPNG(b64_json))).toEqual([
    [1536, 1024],
    [1536, 1024],
    [1536, 1024],
  ])
  expect(new Set(answer.data?.map(({ b64_json }) => b64_json)).size).toBe(3)
})

/** Reads the width and the height in a PNG. */
function sizeOfPNG(picture: string): number[] {
  const bytes = Buffer.from(picture, 'base64')
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

it('takes a list of images for an answer', async () => {
  const route = images.generate([{ b64_json: 'AAAA' }, {}])
  const { data, size } = await generated(route, { ...prompt, size: '16x16' })

  expect(size).toBe('16x16')
  expect(data).toEqual([{ b64_json: 'AAAA' }, { b64_json: expect.stringMatching(/^iVBORw0KGgo/) }])
})

it.each([
  [{ model: 'dall-e-2', n: 2 }, [{ url: 'img_1.png' }, { url: 'img_2.png' }]],
  [{ model: 'dall-e-3' }, [{ revised_prompt: 'An otter', url: 'img_1.png' }]],
])('sends the URLs of images for %j', async (body, data) => {
  const answer = await generated(images.generate(), { ...prompt, ...body })

  expect(JSON.stringify(answer)).toBe(
    JSON.stringify({ created: 1700000000, data }).replaceAll('img_', 'https://images.example/img_'),
  )
})

it('gives the images of each request other URLs', async () => {
  const route = images.generate()
  const body = { ...prompt, model: 'dall-e-2' }

  await generated(route, body)

  await expect(generated(route, body)).resolves.toMatchObject({
    data: [{ url: 'https://images.example/img_2_1.png' }],
  })
})

it('sends images of DALL·E in base64 where the request asks for them', async () => {
  const body = { ...prompt, model: 'dall-e-2', response_format: 'b64_json' }

  await expect(generated(images.generate(), body)).resolves.toEqual({
    created: 1700000000,
    data: [{ b64_json: expect.stringMatching(/^iVBORw0KGgo/) }],
  })
})

it('says what to give where a format has no picture', async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  const route = images.generate()
  const response = await ask(route, {
    url: '/images/generations',
    body: { ...prompt, output_format: 'svg' },
  })

  expect(response.status).toBe(400)
  await expect(response.text()).resolves.toContain('Give the image itself, as b64_json.')
})

it('answers by the prompt', async () => {
  const route = images.generate([
    when(lastUserMessage(/otter/), [{ b64_json: 'AAAA' }]),
    when({}, [{ b64_json: 'BBBB' }]),
  ])

  await expect(generated(route)).resolves.toMatchObject({ data: [{ b64_json: 'AAAA' }] })
  await expect(generated(route, { prompt: 'A cat' })).resolves.toMatchObject({
    data: [{ b64_json: 'BBBB' }],
  })
})

it.each([
  [{}, "Missing required parameter: 'prompt'."],
  [{ prompt: 5 }, "Invalid type for 'prompt': expected a string, but got an integer instead."],
  [
    { ...prompt, partial_images: 4 },
    "Invalid 'partial_images': integer above maximum value. Expected a value <= 3, but got 4 instead.",
  ],
  [
    { ...prompt, n: 0 },
    "Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead.",
  ],
  [{ ...prompt, size: 'huge' }, "Invalid 'size': string does not match pattern."],
])('refuses the request %j', async (body, message) => {
  const response = await ask(images.generate(), { url: '/images/generations', body })

  expect(response.status).toBe(400)
  expect((await response.json()).error.message).toContain(message)
})

it.each([undefined, null, 'An otter', { model: 5, n: 'many', size: 5 }])(
  'makes an image of the body %j, where nothing checks it',
  async (body) => {
    const { images: unchecked } = createRoutes({ checkRequests: false })

    await expect(generated(unchecked.generate(), body as object)).resolves.toMatchObject({
      size: '1024x1024',
      data: [{ b64_json: expect.any(String) }],
    })
  },
)

it('streams an edit to a form with stream=true', async () => {
  const route = images.edit([{ b64_json: 'BBBB' }])
  const form = formOf({ ...prompt, image: photo(), stream: 'true', partial_images: '1', n: '1' })

  const text = await (await send(route, 'edits', form)).text()

  expect(text.match(/^event: .*/gm)).toEqual([
    'event: image_edit.partial_image',
    'event: image_edit.completed',
  ])
  expect(text).toContain('"b64_json":"BBBB"')
  expect(route.calls[0]?.body).toMatchObject({ prompt: 'An otter', image: expect.any(File) })
})

it('reads the images of a form, and the settings, whose values are texts', async () => {
  const route = images.edit()
  const image = [photo('1.png'), photo('2.png')]
  const form = formOf({ ...prompt, image, mask: photo(), n: '2', size: '16x16' })

  const answer: ImagesResponse = await (await send(route, 'edits', form)).json()

  expect(answer.data?.map(({ b64_json = '' }) => sizeOfPNG(b64_json))).toEqual([
    [16, 16],
    [16, 16],
  ])
  expect([route.calls[0]?.body.image].flat().map((file) => file?.name)).toEqual(['1.png', '2.png'])
})

it.each([
  [{ images: [{ image_url: 'https://example.com/1.png' }, { file_id: 'file_1' }] }, 200],
  [{ images: [{ file_id: 'file_1' }], mask: { file_id: 'file_2' }, n: 1 }, 200],
  [{ images: [{}] }, 400],
  [{ images: [] }, 400],
  [{}, 400],
  [{ images: [{ file_id: 'file_1' }], prompt: undefined }, 400],
])('answers the JSON of an edit, %j, with %i', async (body, status) => {
  const route = images.edit([{ b64_json: 'BBBB' }])
  const response = await ask(route, { url: '/images/edits', body: { ...prompt, ...body } })

  expect(response.status).toBe(status)
})

it.each([
  ['image', {}, "Missing required parameter: 'image'."],
  [
    'image',
    { image: 'otter.png' },
    "Invalid type for 'image': expected one of an array of files or file, but got a string instead.",
  ],
  [
    'image[1]',
    { image: photo(), 'image[]': 'otter.png' },
    "Invalid type for 'image[1]': expected a file, but got a string instead.",
  ],
  [
    'n',
    { image: photo(), n: '11' },
    "Invalid value: '11'. Supported values are: '1', '2', '3', '4', '5', '6', '7', '8', '9', and '10'.",
  ],
])('names the wrong parameter of an edit: %s', async (param, fields, message) => {
  const response = await send(images.edit(), 'edits', formOf({ ...prompt, ...fields }))

  expect(response.status).toBe(400)
  expect((await response.json()).error).toMatchObject({ message, param })
})

it('rejects a prompt in the words of the API for images', async () => {
  const form = formOf({ ...prompt, image: photo() })
  const generate = images.generate(contentFiltered())
  const answers = [
    ask(generate, { url: '/images/generations', body: prompt }),
    ask(generate, { url: '/images/generations', body: stream }),
    send(images.edit(contentFiltered()), 'edits', form),
    send(images.createVariation(contentFiltered()), 'variations', form),
  ]

  for (const response of await Promise.all(answers)) {
    const id = response.headers.get('x-request-id')
    expect(response.status).toBe(400)
    expect(await response.text()).toBe(
      `{"error":{"message":"Your request was rejected by the safety system. If you believe this is an error, contact us at help.openai.com and include the request ID ${id}.","type":"image_generation_user_error","param":null,"code":"moderation_blocked"}}`,
    )
  }
  expect(generate.calls).toHaveLength(2)
})

it('answers a request for variations with URLs, and never streams', async () => {
  const route = images.createVariation()
  const form = formOf({ image: photo(), n: '2', stream: 'true' })

  await expect((await send(route, 'variations', form)).json()).resolves.toEqual({
    created: 1700000000,
    data: [
      { url: 'https://images.example/img_1.png' },
      { url: 'https://images.example/img_2.png' },
    ],
  })
  expect(() => images.createVariation({}, { through: [cutAfter(1)] })).toThrow(
    '"images.createVariation" never streams',
  )
})

it('sends variations in base64, of the size of the request', async () => {
  const form = formOf({ image: photo(), response_format: 'b64_json', size: '256x256' })
  const sent = await send(images.createVariation(), 'variations', form)
  const { data }: ImagesResponse = await sent.json()

  expect(data?.map(({ b64_json = '' }) => sizeOfPNG(b64_json))).toEqual([[256, 256]])
})

it('refuses a text for an answer', () => {
  // @ts-expect-error A text is no image.
  expect(() => images.generate('An otter')).toThrow('"images.generate" makes nothing of a text')
})

it.each([
  '{"type":"image_generation.partial_image","b64_json":"...","partial_image_index":0}',
  '{"type":"image_generation.completed","b64_json":"...","usage":{"total_tokens":100,"input_tokens":50,"output_tokens":50,"input_tokens_details":{"text_tokens":10,"image_tokens":40}}}',
])('takes the example of the documentation: %s', (json) => {
  const { event } = images.generate.endpoint.wire

  expect(event.safeParse(JSON.parse(json)).success).toBe(true)
  expect(event.safeParse({ ...JSON.parse(json), b64_json: undefined }).success).toBe(false)
  expect(images.edit.endpoint.wire.event.safeParse(JSON.parse(json)).success).toBe(false)
})

it.each([
  [{ model: 'gpt-image-1', response_format: 'b64_json' }, 'response_format'],
  [{ model: 'dall-e-3', stream: true }, 'stream'],
])('refuses %j, of which the model does not know a parameter', async (settings, param) => {
  const response = await ask(images.generate(), {
    url: '/images/generations',
    body: { prompt: 'An otter', ...settings },
  })

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    error: { message: `Unknown parameter: '${param}'.`, param, code: 'unknown_parameter' },
  })
})
