import { matchers, streamSerializer, type MatcherContext } from 'msw-openai/matchers'
import { expect, it } from 'vitest'
import { chunk, chunks, Words } from '../../support.js'
import { later } from './support.js'

/** The `this` of a matcher, captured where Vitest makes one. */
let captured!: MatcherContext
expect.extend({
  capture(this: MatcherContext) {
    // oxlint-disable-next-line no-this-alias -- It is what the test is about.
    captured = this
    return { pass: true, message: () => '' }
  },
})
Reflect.apply(Reflect.get(expect(0), 'capture'), expect(0), [])

/** As in Jest 30: no more than the matchers ask for, and nothing that is Vitest's. */
const jest: MatcherContext = Object.freeze({
  isNot: false,
  promise: '',
  customTesters: [],
  equals: captured.equals,
  utils: Object.freeze({
    EXPECTED_COLOR: (text: string) => `<${text}>`,
    RECEIVED_COLOR: (text: string) => `<${text}>`,
    iterableEquality: captured.utils.iterableEquality,
    matcherHint: (
      name: string,
      received: string,
      expected: string,
      { isNot }: { isNot: boolean },
    ) => `expect(${received})${isNot ? '.not' : ''}.${name}(${expected})`,
  }),
})

const script = new Words(['a', 'b'])

it('answers at once where nothing is async', () => {
  const verdict = matchers.toStream.call(jest, script, [...script])
  expect(verdict).toEqual({ pass: true, message: expect.any(Function) })
})

it('answers with a promise where something is', async () => {
  const verdict = matchers.toStream.call(jest, later(script), [...script])
  expect(verdict).toBeInstanceOf(Promise)
  await expect(verdict).resolves.toMatchObject({ pass: true })
})

it('writes its messages with the utils of the runner', async () => {
  const { message } = await matchers.toStream.call(jest, script, chunks('a', 'c'))
  expect(message()).toMatchInlineSnapshot(`
    "expect(stream).toStream(expected)

    Event 1 differs at choices[0].delta.content:
      expected: <"c">
      received: <"b">

        0  role "assistant", content "a"
    <  - 1  content "c", finish_reason "stop">
    <  + 1  content "b", finish_reason "stop">"
  `)
})

it('writes what a pattern and a list are compared with', async () => {
  const text = await matchers.toStreamText.call({ ...jest, isNot: true }, script, 'ab')
  const types = await matchers.toStreamEventTypes.call(jest, script, ['role+content'])
  expect(text.message()).toMatchInlineSnapshot(`
    "expect(stream).not.toStreamText(expected)

    Expected anything but this text:
      expected: <"ab">
      received: <"ab">"
  `)
  expect(types.message()).toMatchInlineSnapshot(`
    "expect(stream).toStreamEventTypes(expected)

    Expected 1 event type, received 2. 1 is too many:

        0  role+content
    <  + 1  content+finish_reason>"
  `)
})

it('takes the errors of another realm', async () => {
  const foreign = { name: 'TypeError', toString: () => 'TypeError: terminated' }
  const failing = later([chunk('a')], Object.create(foreign))
  const verdict = matchers.toStreamText.call(jest, failing, 'a', { error: 'terminated' })
  await expect(verdict).resolves.toMatchObject({ pass: true })
})

it('has a serializer in the shape of pretty-format', () => {
  const printed = streamSerializer.serialize([chunk('a')], { indent: '  ' }, '    ')
  expect(printed).toBe('Stream [\n      content "a"\n    ]')
})
