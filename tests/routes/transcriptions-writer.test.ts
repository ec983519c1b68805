import * as fc from 'fast-check'
import {
  audio,
  completeTranscription,
  foldTranscription,
  transcriptionWriter,
  unfoldTranscription,
  type TranscriptionEvent,
} from 'msw-openai'
import { expect, it } from 'vitest'
import { transcriptionReader } from '../../src/routes/transcriptions/transcription-reader.js'
import { CLEAR, damaged, problemOf } from './damage.js'
import { anyText } from './support.js'

const diarized = { body: { response_format: 'diarized_json' as const } }

it('writes a text by its pieces', () => {
  const w = transcriptionWriter()

  expect([...w.text('Hi you', { by: 'grapheme' }), ...w.text('!'), ...w.done()]).toEqual([
    ...['H', 'i', ' ', 'y', 'o', 'u', '!'].map((delta) => ({
      type: 'transcript.text.delta',
      delta,
    })),
    {
      type: 'transcript.text.done',
      text: 'Hi you!',
      usage: {
        type: 'tokens',
        total_tokens: 20,
        input_tokens: 10,
        input_token_details: { text_tokens: 0, audio_tokens: 10 },
        output_tokens: 10,
      },
    },
  ])
})

it('writes a text by its tokens, and all tokens in the end', () => {
  const w = transcriptionWriter()
  const logprobs = [
    { token: 'Hel', logprob: -0.5 },
    { token: 'lo', bytes: [1] },
  ]
  const [first, second, done] = [...w.text('Hello', { logprobs }), ...w.done()]

  const hel = { token: 'Hel', logprob: -0.5, bytes: [72, 101, 108] }
  const lo = { token: 'lo', logprob: 0, bytes: [1] }
  expect(first).toEqual({ type: 'transcript.text.delta', delta: 'Hel', logprobs: [hel] })
  expect(second).toEqual({ type: 'transcript.text.delta', delta: 'lo', logprobs: [lo] })
  expect(done).toMatchObject({ text: 'Hello', logprobs: [hel, lo] })
})

it('writes segments one after the other, with ids and times', () => {
  const w = transcriptionWriter()
  const events = [
    ...w.segments([{ text: ' Hi.' }, { text: ' Who is there?', speaker: 'B', start: 2 }]),
    ...w.segments([{ text: ' Me.', id: 'seg_9' }]),
    ...w.done({ usage: { input_tokens: 64, output_tokens: 224 } }),
  ]

  expect(events).toMatchObject([
    { text: ' Hi.', speaker: 'A', start: 0, end: 0.5, id: 'seg_0' },
    { text: ' Who is there?', speaker: 'B', start: 2, end: 3.5, id: 'seg_1' },
    { text: ' Me.', speaker: 'A', start: 3.5, end: 4, id: 'seg_9' },
    { text: 'Hi. Who is there? Me.', usage: { total_tokens: 288, input_tokens: 64 } },
  ])
})

it.each<[string, (w: ReturnType<typeof transcriptionWriter>) => Iterable<TranscriptionEvent>[]]>([
  ['deltas: segments are written already', (w) => [w.segments([{ text: 'Hi' }]), w.text('Hi')]],
  ['segments: deltas are written already', (w) => [w.text('Hi'), w.segments([])]],
  ['deltas: the transcription has ended', (w) => [w.done(), w.text('Hi')]],
  ['the end: the transcription has ended', (w) => [w.done(), w.done()]],
  [
    'a text: its tokens join to "Ha", not to "Hi"',
    (w) => [w.text('Hi', { logprobs: [{ token: 'Ha' }] })],
  ],
])('refuses to write %s', (problem, parts) => {
  const write = () => parts(transcriptionWriter()).map((part) => [...part])

  expect(write).toThrow(`Failed to write ${problem}`)
})

it('folds the deltas of a text to the transcription that was unfolded', () => {
  fc.assert(
    fc.property(anyText, fc.boolean(), (text, hasTokens) => {
      const body = { model: 'gpt-4o-transcribe', ...(hasTokens && { include: ['logprobs'] }) }
      const whole = completeTranscription(text, { body })
      const events = [...unfoldTranscription(whole)]

      expect(foldTranscription(events, { body })).toEqual(whole)
      expect(transcriptionReader.text(events).join('')).toBe(text)
    }),
  )
})

const anySegments = fc.array(
  fc.record({
    text: fc.constantFrom(' Hi.', ' Who is there?', ' I am!'),
    speaker: fc.constantFrom('A', 'B', 'agent'),
    start: fc.nat({ max: 99 }),
    end: fc.nat({ max: 99 }),
  }),
  { minLength: 1, maxLength: 4 },
)

it('folds segments to the transcription that was unfolded', () => {
  fc.assert(
    fc.property(anySegments, (segments) => {
      const whole = completeTranscription({ segments })
      const events = [...unfoldTranscription(whole, diarized)]
      const folded = foldTranscription(events)

      expect([...unfoldTranscription(folded, diarized)]).toEqual(events)
      expect(folded).toMatchObject({ text: whole.text, segments, words: whole.words })
      expect(transcriptionReader.text(events).join('')).toBe(whole.text)
    }),
  )
})

it('makes events that the endpoint takes', () => {
  const { event } = audio.transcriptions.create.endpoint.wire
  fc.assert(
    fc.property(anySegments, (segments) => {
      const whole = completeTranscription({ segments })
      const events = [...unfoldTranscription(whole), ...unfoldTranscription(whole, diarized)]

      expect(events.filter((one) => !event.safeParse(one).success)).toEqual([])
    }),
  )
})

it('gives words that are given, and times to those without', () => {
  const { text, words, duration } = completeTranscription({
    words: [{ word: 'Hi', end: 0.4 }, { word: 'you' }],
  })

  expect(words).toEqual([
    { word: 'Hi', start: 0, end: 0.4 },
    { word: 'you', start: 0.4, end: 0.9 },
  ])
  expect([text, duration]).toEqual(['Hi you', 0.9])
})

it.each([
  [[], 'it has no end. Expected an event transcript.text.done.'],
  [[{ type: 'transcript.text.delta' }], 'event 0 is damaged at delta'],
  [[{ type: 'speech.audio.delta' }], 'event 0 is damaged at type: Unknown type'],
])('does not fold %j', (events, reason) => {
  // Plain JavaScript may give anything.
  expect(() => foldTranscription(events as never)).toThrow(
    `Failed to fold a transcription: ${reason}`,
  )
})

it('names what is wrong with damaged transcriptions and events', () => {
  const whole = completeTranscription({
    segments: [{ text: ' Hi.' }],
    logprobs: [{ token: 'Hi.' }],
  })
  const events = [...unfoldTranscription(whole, diarized)]
  fc.assert(
    fc.property(damaged(whole), damaged(events), (resource, stream) => {
      const tasks = [
        () => completeTranscription(resource),
        () => [...unfoldTranscription(resource)],
        () => [...unfoldTranscription(resource, diarized)],
        () => foldTranscription(stream),
      ]
      for (const task of tasks) expect(problemOf(task)).toMatch(CLEAR)
    }),
  )
})

it('reads the text of an end without deltas, and prints events', () => {
  const [delta, done] = [...unfoldTranscription(completeTranscription('Hi'))]
  const { text, line } = transcriptionReader

  expect(text([done].flatMap((event) => event ?? []))).toEqual(['Hi'])
  expect([delta, done].map((event) => event && line?.(event))).toEqual([
    'transcript.text.delta "Hi"',
    'transcript.text.done "Hi"',
  ])
})
