import { expect, it } from 'vitest'
import { imageWriter } from 'msw-openai/routes'

const usage = {
  input_tokens: 10,
  input_tokens_details: { image_tokens: 0, text_tokens: 10 },
  output_tokens: 10,
  output_tokens_details: { image_tokens: 10, text_tokens: 0 },
  total_tokens: 20,
}

it('writes images of its own, with the fields in the order of the documentation', () => {
  const w = imageWriter()
  const [partial, whole] = [...w.partial('AAAA'), ...w.completed('BBBB')]

  expect(JSON.stringify(partial)).toBe(
    '{"type":"image_generation.partial_image","b64_json":"AAAA","created_at":1700000000,"size":"1024x1024","quality":"high","background":"opaque","output_format":"png","partial_image_index":0}',
  )
  expect(JSON.stringify(whole)).toBe(
    `{"type":"image_generation.completed","b64_json":"BBBB","created_at":1700000000,"size":"1024x1024","quality":"high","background":"opaque","output_format":"png","usage":${JSON.stringify(usage)}}`,
  )
})

it('writes an edit with its settings', () => {
  const settings = {
    created_at: 5,
    size: '1536x1024',
    quality: 'low',
    background: 'transparent',
    output_format: 'webp',
  }
  const w = imageWriter({ type: 'image_edit', ...settings })

  expect([...w.partial('AAAA'), ...w.completed('BBBB')]).toEqual([
    { type: 'image_edit.partial_image', b64_json: 'AAAA', ...settings, partial_image_index: 0 },
    { type: 'image_edit.completed', b64_json: 'BBBB', ...settings, usage },
  ])
})

it('takes the settings of a request, and decides on those that it leaves open', () => {
  const w = imageWriter({
    size: 'auto',
    quality: null,
    background: undefined,
    output_format: 'jpeg',
  })

  expect([...w.partial()]).toMatchObject([
    { size: '1024x1024', quality: 'high', background: 'opaque', output_format: 'jpeg' },
  ])
})

it('counts the partial images of each image, whose pictures differ', () => {
  const w = imageWriter({ size: '16x16' })
  const events = [
    ...w.partial(),
    ...w.partial(),
    ...w.completed(),
    ...w.partial(),
    ...w.completed(),
  ]

  expect(
    events.map((event) => 'partial_image_index' in event && event.partial_image_index),
  ).toEqual([0, 1, false, 0, false])
  expect(new Set(events.map(({ b64_json }) => b64_json)).size).toBe(5)
})

it('takes any field of an event, and completes the usage', () => {
  const w = imageWriter()

  expect([...w.partial({ partial_image_index: 2, size: '16x16', seed: 5 })]).toMatchObject([
    { partial_image_index: 2, size: '16x16', seed: 5 },
  ])
  expect([...w.completed({ usage: { input_tokens: 7, output_tokens: 1 } })]).toMatchObject([
    { usage: { input_tokens: 7, input_tokens_details: { text_tokens: 7 }, total_tokens: 8 } },
  ])
})
