import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  completeImages,
  foldImages,
  imageWriter,
  unfoldEditedImages,
  unfoldImages,
} from 'msw-openai/routes'

const tokens = fc.nat()
const anyUsage = fc.record({
  input_tokens: tokens,
  input_tokens_details: fc.record({ image_tokens: tokens, text_tokens: tokens }),
  output_tokens: tokens,
  total_tokens: tokens,
})
const anyImage = fc.record(
  { b64_json: fc.base64String({ minLength: 4 }), revised_prompt: fc.string({ minLength: 1 }) },
  { requiredKeys: [] },
)
const anyImages = fc.record(
  {
    created: tokens,
    background: fc.constantFrom('opaque', 'transparent'),
    data: fc.array(anyImage, { minLength: 1, maxLength: 4 }),
    output_format: fc.constantFrom('png', 'jpeg', 'webp'),
    quality: fc.constantFrom('low', 'high', 'max'),
    size: fc.constantFrom('1024x1024', '16x16'),
    usage: anyUsage,
    safety_identifier: fc.string(),
  },
  { requiredKeys: [] },
)
const anyRequest = fc.record({ body: fc.record({ partial_images: fc.nat(3) }) })

it.each([unfoldImages, unfoldEditedImages])('folds what %o has unfolded', (unfold) => {
  fc.assert(
    fc.property(anyImages, anyRequest, (given, request) => {
      const images = completeImages(given)
      const events = [...unfold(images, request)]

      expect(JSON.stringify(foldImages(events))).toBe(JSON.stringify(images))
      expect(events).toHaveLength((images.data ?? []).length * (request.body.partial_images + 1))
    }),
  )
})

it('unfolds as many partial images as the request asks for, each with another picture', () => {
  const images = completeImages()
  const counts = [undefined, 0, 1, 2, 3, '3'].map(
    (partial_images) => [...unfoldImages(images, { body: { partial_images } })].length - 1,
  )
  const pictures = [...unfoldImages(images, { body: { partial_images: 3 } })].map(
    ({ b64_json }) => b64_json,
  )

  expect(counts).toEqual([0, 0, 1, 2, 3, 3])
  expect(new Set(pictures).size).toBe(4)
  expect(pictures.at(-1)).toBe(images.data?.[0]?.b64_json)
})

it('folds a stream with keepalive events, and with fields that other servers omit', () => {
  const whole = { type: 'image_edit.completed', b64_json: 'AAAA', created_at: 5 } as const

  // Other servers omit the settings, which the SDK's type requires.
  expect(foldImages([{ type: 'keepalive' }, whole as never])).toEqual({
    created: 5,
    data: [{ b64_json: 'AAAA' }],
  })
})

it('refuses to fold a stream without a whole image', () => {
  expect(() => foldImages(imageWriter().partial())).toThrow(
    'Failed to fold images: it has no whole image. Expected an event of the type "….completed".',
  )
})

it.each([
  [5, 'event 1 is damaged: expected object, received number'],
  [{ type: 5 }, 'event 1 is damaged at type: expected string, received number'],
  [
    { type: 'image_generation.completed', created_at: 5 },
    'event 1 is damaged at b64_json: expected string, received undefined',
  ],
])('refuses to fold the damaged event %j', (damaged, reason) => {
  // Plain JavaScript may give anything.
  const events = [...imageWriter().completed(), damaged as never]

  expect(() => foldImages(events)).toThrow(`Failed to fold images: ${reason}.`)
})

it.each([
  [{ data: [{ url: 'https://example.com/1.png' }] }, 'data.0.b64_json'],
  [{ size: null }, 'size'],
  [{ usage: { input_tokens: '5' } }, 'usage.input_tokens'],
])('refuses to unfold %j', (damage, place) => {
  // Plain JavaScript may give anything.
  const damaged = { ...completeImages(), ...damage } as never

  expect(() => [...unfoldImages(damaged)]).toThrow(
    `Failed to unfold images: it is damaged at ${place}: `,
  )
})

it('refuses to complete a damaged answer', () => {
  expect(() => completeImages({ data: [{ b64_json: 5 as never }] })).toThrow(
    'Failed to complete images: it is damaged at data.0.b64_json: expected string, received number',
  )
})
