import { completionWriter } from 'msw-openai'
import { expect, it } from 'vitest'
import { chunk } from '../../support.js'
import { stories } from './protocols.js'
import { complaint, later, Says } from './support.js'

const isText = (event: object) => JSON.stringify(event).includes('" there"')
const cut = () => later([chunk('Once '), chunk('upon')], new TypeError('terminated'))

it.each(Object.entries(stories))('reads the text of a stream of %s', async (_, script) => {
  expect(script).toStreamText('Hello there')
  expect(script).toStreamText(/^Hello/)
  expect(script).toStreamText(expect.stringContaining('there'))
  expect(script).not.toStreamText('Hello')
  await expect(later(script)).toStreamText('Hello there')
})

it.each(Object.entries(stories))('reads the text of a stream of %s that is cut', (_, script) => {
  const events = [...script]

  expect(events.slice(0, events.findIndex(isText))).toStreamText('Hello')
})

it('reads the text of a legacy completion, with its usage', () => {
  const w = completionWriter({ include_usage: true })
  const events = [...w.text('Hello there'), ...w.finish(), ...w.usage()]

  expect(events).toStreamText('Hello there')
  expect(events).toStreamEventTypes(['text', 'text', 'finish_reason', 'usage'])
})

it('reads the text of the first choice alone', () => {
  const [choice] = chunk('b').choices
  expect([chunk('a'), { ...chunk('b'), choices: [{ ...choice, index: 1 }] }]).toStreamText('a')
})

it('reads no text where there is none', () => {
  expect([]).toStreamText('')
})

it('matches a pattern wherever its last match was', () => {
  const pattern = /hello/gi
  expect(new Says('Hello')).toStreamText(pattern)
  expect(new Says('Hello')).toStreamText(pattern)
})

it('shows the event in which the text differs', async () => {
  await expect(
    complaint(() => expect(new Says('Hello their friend')).toStreamText('Hello there, friend')),
  ).resolves.toMatchInlineSnapshot(`
    "expect(stream).toStreamText(expected)

    The text differs after 9 characters, in event 2:
      expected: "Hello there, friend"
      received: "Hello their friend"

        0  role "assistant"
        1  content "Hello"
      > 2  content " their"
        3  content " friend"
        4  finish_reason "stop""
  `)
})

it('shows the event in which the text ends', async () => {
  await expect(complaint(() => expect(new Says('Hello')).toStreamText('Hello there'))).resolves
    .toMatchInlineSnapshot(`
    "expect(stream).toStreamText(expected)

    The text ends after 5 characters, in event 1:
      expected: "Hello there"
      received: "Hello"

        0  role "assistant"
      > 1  content "Hello"
        2  finish_reason "stop""
  `)
})

it('shows the place in a long text', async () => {
  const text = 'It was the best of times, it was the worst of times, it was the age of wisdom. '
  await expect(
    complaint(() => expect(new Says(text.repeat(2))).toStreamText(text + text.toUpperCase())),
  ).resolves.toMatchInlineSnapshot(`
    "expect(stream).toStreamText(expected)

    The text differs after 80 characters, in event 19:
      expected: "…the age of wisdom. IT WAS THE BEST OF TIMES, IT WAS THE WORST OF TIMES, IT W…"
      received: "…the age of wisdom. It was the best of times, it was the worst of times, it w…"

        … 17 more
        17  content " of"
        18  content " wisdom."
      > 19  content " It"
        20  content " was"
        21  content " the"
        … 16 more"
  `)
})

it('shows a text that does not match', async () => {
  await expect(complaint(() => expect(new Says('Hello')).toStreamText(/bye/))).resolves
    .toMatchInlineSnapshot(`
    "expect(stream).toStreamText(expected)

    The text does not match:
      expected: /bye/
      received: "Hello""
  `)
})

it('shows that there was no text', async () => {
  await expect(complaint(() => expect([]).toStreamText('Hello'))).resolves.toMatchInlineSnapshot(`
    "expect(stream).toStreamText(expected)

    The text ends after 0 characters:
      expected: "Hello"
      received: ""

    The stream gave no events at all: has it been read before?"
  `)
})

it('shows the text that was not to come', async () => {
  await expect(complaint(() => expect(new Says('Hello')).not.toStreamText(/hello/i))).resolves
    .toMatchInlineSnapshot(`
    "expect(stream).not.toStreamText(expected)

    Expected anything but this text:
      expected: /hello/i
      received: "Hello""
  `)
})

it('expects an error behind the text', async () => {
  await expect(cut()).toStreamText('Once upon', { error: 'terminated' })
  await expect(expect(cut()).toStreamText('Once upon')).rejects.toThrow('after 2 events')
})

it('misses an expected error, with .not, too', async () => {
  await expect(
    complaint(() => expect(new Says('Hello')).not.toStreamText('nope', { error: /never/ })),
  ).resolves.toMatchInlineSnapshot(`
    "expect(stream).not.toStreamText(expected, { error })

    Expected an error: /never/
    The stream ended without one, after 3 events."
  `)
  await expect(expect(cut()).not.toStreamText('nope', { error: 'never' })).rejects.toThrow(
    'terminated',
  )
  await expect(cut()).not.toStreamText('nope', { error: 'terminated' })
})

it('explains that it knows no such events', async () => {
  await expect(
    complaint(() => expect([{ tick: 1 }]).not.toStreamText('')),
  ).resolves.toMatchInlineSnapshot(
    `"Failed to read a stream: expected events of a known endpoint; received {"tick":1}. For another endpoint, pass { endpoint }: one that declares events: { text }. Known endpoints: chat.completions.create, completions.create, responses.create, images.generate, images.edit, audio.transcriptions.create, audio.speech.create, beta.threads.createAndRun."`,
  )
})

it('explains that there is nothing to compare with', async () => {
  await expect(
    // @ts-expect-error -- Plain JavaScript may omit the argument.
    complaint(() => expect(new Says('Hello')).toStreamText()),
  ).resolves.toMatchInlineSnapshot(
    `"Failed to use toStreamText(): expected a text, a regular expression, or an asymmetric matcher; received undefined."`,
  )
})
