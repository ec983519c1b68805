import { EventStream, respond, unnamed, type HeaderFields } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { mergeHeaders } from '../../src/streaming/headers.js'

/** Merges sets of headers to a record. */
function merged(...sets: Array<HeaderFields | undefined>) {
  return Object.fromEntries(mergeHeaders(...sets))
}

it.each<[name: string, headers: HeaderFields]>([
  ['Headers', new Headers({ 'X-Request-Id': 'req_1' })],
  ['pairs', [['X-Request-Id', 'req_1']]],
  ['a record', { 'X-Request-Id': 'req_1' }],
])('merges %s', (_, headers) => {
  expect(merged({ 'x-request-id': 'req_0', 'content-type': 'a' }, headers)).toEqual({
    'x-request-id': 'req_1',
    'content-type': 'a',
  })
})

it('takes away a header that a later set has as null, however its name is written', () => {
  expect(merged({ 'Content-Type': 'a', 'x-a': '1' }, { 'content-TYPE': null })).toEqual({
    'x-a': '1',
  })
})

it('gives back a header that was taken away before', () => {
  expect(merged({ a: '1' }, { a: null }, [['A', '2']])).toEqual({ a: '2' })
})

it('changes nothing for undefined, a value or a set', () => {
  expect(merged({ a: '1' }, undefined, { a: undefined, b: undefined })).toEqual({ a: '1' })
})

it('keeps all values of a name that one set has several times, as Headers do', () => {
  const pairs = [
    ['Link', 'a'],
    ['link', 'b'],
  ] as const

  expect(merged({ link: 'c' }, pairs)).toEqual({ link: 'a, b' })
  expect(merged(pairs, { link: 'c' })).toEqual({ link: 'c' })
})

it('writes numbers as texts', () => {
  expect(merged({ 'retry-after': 5 as never })).toEqual({ 'retry-after': '5' })
})

it('changes the headers of a response', async () => {
  class Nothing extends EventStream<never> {
    override generate() {
      return []
    }
  }
  const target = { event: z.never(), frame: unnamed, headers: { 'x-a': '1', 'x-b': '2' } }
  const headers = new Headers({ 'X-A': '3' })
  const response = respond(target, new Nothing(), { headers })
  const bare = respond(target, new Nothing(), { headers: { 'content-type': null, 'X-B': null } })

  expect(response.headers.get('x-a')).toBe('3')
  expect(response.headers.get('x-b')).toBe('2')
  expect([...bare.headers.keys()]).toEqual(['connection', 'keep-alive', 'transfer-encoding', 'x-a'])
})
