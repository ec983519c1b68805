import sharp from 'sharp'
import { expect, it } from 'vitest'
import { pictureOf } from '../../src/routes/images/picture.js'

/** Decodes a picture in base64 with another program, which fails on any damage. */
async function decoded(picture: string) {
  const image = sharp(Buffer.from(picture, 'base64'), { failOn: 'warning' })
  const { format, width, height } = await image.metadata()
  const { channels } = await image.stats()
  return {
    format,
    size: `${width}x${height}`,
    shades: channels.flatMap(({ min, max }) => [min, max]),
  }
}

const formats = ['png', 'jpeg', 'webp']
const sizes = [
  '1024x1024',
  '1024x1536',
  '1536x1024',
  '256x256',
  '1792x1024',
  '3840x2160',
  '9x17',
  '1x1',
]

it.each(formats.flatMap((output_format) => sizes.map((size) => ({ output_format, size }))))(
  'makes a whole picture: $output_format, $size',
  async ({ output_format, size }) => {
    const { format, shades, ...rest } = await decoded(pictureOf({ output_format, size }, 1))

    expect({ format, ...rest }).toEqual({ format: output_format, size })
    expect(new Set(shades)).toEqual(new Set([243]))
  },
)

it.each(formats)(
  'gives each of ten images, and each partial image, a grey of its own: %s',
  async (output_format) => {
    const picture = { output_format, size: '16x16' }
    const pictures = Array.from({ length: 10 }, (_, image) =>
      [undefined, 0, 1, 2].map((partial) => pictureOf(picture, image, partial)),
    ).flat()

    const shades = await Promise.all(pictures.map(async (one) => (await decoded(one)).shades[0]))

    expect(new Set(pictures).size).toBe(40)
    expect(new Set(shades).size).toBe(40)
  },
)

it('keeps a picture short', () => {
  const lengths = formats.map(
    (output_format) => pictureOf({ output_format, size: '1024x1024' }, 0).length,
  )

  expect(lengths).toEqual([1560, 5676, 44])
})

it.each([
  ['svg', '1024x1024', '"svg" is none of png, jpeg and webp'],
  ['png', '1:1', '"1:1" is no size such as "1024x1024"'],
  ['png', '0x16', '"0x16" is no size such as "1024x1024"'],
])('says what to give where there is no picture: %s, %s', (output_format, size, reason) => {
  expect(() => pictureOf({ output_format, size }, 0)).toThrow(
    `Failed to make a picture: ${reason}. Give the image itself, as b64_json.`,
  )
})
