import { jpegOf } from './jpeg.js'
import { pngOf } from './png.js'
import { webpOf } from './webp.js'

/** The size and the format of a picture, as on the wire. */
export interface PictureFormat {
  /** The width and the height in pixels, such as `1536x1024`. */
  readonly size: string
  /** The format: `png`, `jpeg` or `webp`. */
  readonly output_format: string
}

const encoders = new Map([
  ['png', pngOf],
  ['jpeg', jpegOf],
  ['webp', webpOf],
])

/**
 * Makes a picture in base64. Each image of an answer, and each of its partial images, has a grey of
 * its own.
 *
 * @param image The zero-based index of the image.
 * @param partial The zero-based index of the partial image; none for the whole image.
 * @throws {TypeError} When pictures of the format or of the size cannot be made.
 */
export function pictureOf(
  { size, output_format }: PictureFormat,
  image: number,
  partial?: number,
): string {
  const encode = encoders.get(output_format)
  if (!encode) fail(`"${output_format}" is none of png, jpeg and webp`)
  const [, width, height] = /^([1-9]\d{0,3})x([1-9]\d{0,3})$/.exec(size) ?? []
  if (!width || !height) fail(`"${size}" is no size such as "1024x1024"`)

  const grey = { width: Number(width), height: Number(height), shade: shadeOf(image, partial) }
  return btoa(Array.from(encode(grey), (byte) => String.fromCharCode(byte)).join(''))
}

/** Gives the shade of an image: the first of ten is white, and each partial image is darker than the next. */
function shadeOf(image: number, partial?: number): number {
  const whole = 255 - 12 * (image % 10)
  return partial === undefined ? whole : whole - 9 + 3 * (partial % 3)
}

function fail(reason: string): never {
  throw new TypeError(`Failed to make a picture: ${reason}. Give the image itself, as b64_json.`)
}
