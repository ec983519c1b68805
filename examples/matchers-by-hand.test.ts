import { chatCompletionWriter } from 'msw-openai'
import { matchers, streamSerializer, type StreamMatchers } from 'msw-openai/matchers'
import { expect, it } from 'vitest'

declare module 'vitest' {
  interface Matchers<R, T> extends StreamMatchers<R, T> {}
}
expect.extend(matchers)
expect.addSnapshotSerializer(streamSerializer)

it('matches and prints streams without a server', () => {
  const chunks = [...chatCompletionWriter().text('Hello there')]

  expect(chunks).toStreamText(/there$/)
  expect(chunks).toStreamEventTypes(['role', 'content', 'content'])
})
