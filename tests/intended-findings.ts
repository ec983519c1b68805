/** Files with scripts that break rules on purpose. */
interface Intended {
  readonly reason: string
  /** The ids of the rules. */
  readonly rules: readonly string[]
  readonly files: readonly string[]
}

/** The findings of our own streams that a test intends, where it has neither `unchecked()` nor a stage to say so. */
export const intended: readonly Intended[] = [
  {
    reason: 'A few chunks of text are enough: they have no role and no end.',
    rules: ['chat/role-first', 'chat/finish-missing'],
    files: [
      'tests/clients/chat-completions.test.ts',
      'tests/clients/error-fields.test.ts',
      'tests/clients/fake-timers.test.ts',
      'tests/clients/leaving.test.ts',
      'tests/clients/live-delivery.test.ts',
      'tests/clients/live-event-stream.test.ts',
      'tests/clients/matchers.test.ts',
      'tests/clients/transports-fetch.test.ts',
      'tests/clients/transports-node.test.ts',
      'tests/clients/two-copies.test.ts',
      'tests/conformance/fetch.test.ts',
      'tests/conformance/msw.test.ts',
      'tests/conformance/node.test.ts',
      'tests/ext/cut.test.ts',
      'tests/ext/fetch.test.ts',
      'tests/ext/load.test.ts',
      'tests/ext/matchers/to-have.test.ts',
      'tests/ext/matchers/to-obey-protocol.test.ts',
      'tests/ext/node-responses.test.ts',
      'tests/ext/node-server.test.ts',
      'tests/routes/answer.test.ts',
      'tests/routes/call.test.ts',
      'tests/routes/deliver.test.ts',
      'tests/routes/dialects/chat.test.ts',
      'tests/routes/lint/findings.test.ts',
      'tests/routes/no-answer.test.ts',
      'tests/routes/remembered-calls.test.ts',
      'tests/routes/route.test.ts',
      'tests/routes/server.test.ts',
      'tests/routes/watch-calls.test.ts',
    ],
  },
  {
    reason: 'Two events of a response are enough, and one test gives them other names.',
    rules: [
      'responses/event-name',
      'responses/in-progress',
      'responses/output-items',
      'responses/usage',
    ],
    files: ['tests/clients/responses.test.ts'],
  },
  {
    reason: 'Two events of a run are enough.',
    rules: ['runs/ending-missing', 'runs/first-event', 'runs/run-order'],
    files: ['tests/clients/runs.test.ts'],
  },
  {
    reason: 'A test makes arguments of any text.',
    rules: ['chat/tool-call-arguments', 'responses/arguments-json'],
    files: ['tests/clients/laws.test.ts'],
  },
  {
    reason: 'A live stream ends before its first event.',
    rules: ['stream/empty'],
    files: ['tests/clients/live-delivery.test.ts'],
  },
  {
    reason: 'An endpoint of the test frames its events in another way.',
    rules: ['images/event-name-missing'],
    files: [
      'examples/image-framing.test.ts',
      'tests/clients/image-streams.test.ts',
      'tests/routes/images.test.ts',
    ],
  },
  {
    reason: 'An endpoint of the test has data that is no JSON.',
    rules: ['stream/json'],
    files: ['tests/routes/call.test.ts'],
  },
  {
    reason: 'The app shows the text of the end, whatever it showed before.',
    rules: ['transcriptions/done-text'],
    files: ['examples/transcription.test.ts'],
  },
  {
    reason: 'The run is deleted with its thread, so that the run has no end.',
    rules: ['runs/ending-missing'],
    files: ['tests/ext/backend/runs-cancel.test.ts'],
  },
  {
    reason: 'No event says that a response was cancelled or deleted.',
    rules: ['responses/ending-missing'],
    files: ['tests/ext/backend/background.test.ts'],
  },
]
