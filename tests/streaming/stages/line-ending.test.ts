import {
  bom,
  comment,
  crlf,
  encode,
  pause,
  raw,
  type Cue,
  type Frame,
  type Item,
} from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { done, frame, one, textOf, through } from './support.js'

it.each<[name: string, items: Array<Item | Cue>, texts: string[]]>([
  [
    'the lines of a record',
    [frame('event', 'event: a\ndata: b\n\n')],
    ['event: a\r\ndata: b\r\n\r\n'],
  ],
  ['every frame', [done, frame('error', 'a\n')], ['data: [DONE]\r\n\r\n', 'a\r\n']],
  ['comments and raw text', [comment('a'), raw('b\n')], [': a\r\n\r\n', 'b\r\n']],
  ['what ends in CRLF as it is', [frame('event', 'a\r\n\r\n')], ['a\r\n\r\n']],
  ['lines that end in both ways', [frame('event', 'a\r\nb\n')], ['a\r\nb\r\n']],
  ['CR and LF of two frames', [frame('bytes', 'a\r'), frame('event', '\n\n')], ['a\r', '\n\r\n']],
  [
    'past an empty frame',
    [frame('bytes', '\r'), frame('bytes', ''), frame('bytes', '\n')],
    ['\r', '', '\n'],
  ],
])('ends %s', async (_, items, texts) => {
  const result = await through(items, crlf())

  expect(result.items.map((item) => textOf(item as Frame))).toEqual(texts)
})

it('is what an endpoint with CRLF would send', async () => {
  const record = { event: 'a', data: '{"b":"\\n😀"}' }
  const given: Frame = { type: 'event', bytes: encode(record), event: record, final: true }
  const { items } = await through([given, pause(1)], crlf())

  expect(items).toEqual([{ ...given, bytes: encode(record, '\r\n') }, pause(1)])
})

it('begins with a byte order mark', async () => {
  const mark: Frame = { type: 'bytes', bytes: Uint8Array.of(0xef, 0xbb, 0xbf), joined: true }

  expect(await through([pause(1), one, done], bom())).toEqual({
    items: [mark, pause(1), one, done],
  })
})
