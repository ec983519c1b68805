import {
  audio,
  beta,
  chat,
  chatCompletionWriter,
  completions,
  completionWriter,
  images,
  imageWriter,
  responses,
  responseWriter,
  runWriter,
  speechWriter,
  transcriptionWriter,
} from 'msw-openai/routes'
import { EventStream, type NamedWire } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { CheckedScript } from '../../src/streaming/checked-script.js'

/** A script of plain JavaScript, which may yield anything. */
class Yields extends EventStream<never> {
  constructor(readonly item: object) {
    super()
  }

  *generate(): Generator<never> {
    yield this.item as never
  }
}

it.each<[name: string, factory: { readonly endpoint: NamedWire<never> }, writer: object]>([
  ['chatCompletionWriter()', chat.completions.create as never, chatCompletionWriter()],
  ['choice()', chat.completions.create as never, chatCompletionWriter().choice(1)],
  ['completionWriter()', completions.create as never, completionWriter()],
  ['responseWriter()', responses.create as never, responseWriter()],
  ['runWriter()', beta.threads.runs.create as never, runWriter()],
  ['imageWriter()', images.generate as never, imageWriter()],
  ['transcriptionWriter()', audio.transcriptions.create as never, transcriptionWriter()],
  ['speechWriter()', audio.speech.create as never, speechWriter()],
])('explains yield of %s in the place of its events', (_, { endpoint }, writer) => {
  const run = new CheckedScript(endpoint, new Yields(writer), new AbortController())

  expect(run.step()).toMatchObject({
    type: 'broken',
    error: {
      message: expect.stringMatching(
        /: it is a writer\. Call one of its methods, and yield the events with yield\*\.$/,
      ),
    },
  })
})
