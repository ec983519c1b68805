import type { Deviation } from './deviations.js'
import type { Ending } from './fault.js'

export const INTRODUCTION = `# Faults

The effect of each cue and each stage on a stream and on its client. A test (\`tests/conformance\`) plays every line through MSW 3, 2 and 2.10, \`createFetch\` and \`serve\`, to
each of the clients, and writes this page. [The page of stages](stages.md) explains how to use them.

The script has three events, ① ② ③. A line with \`yield\` or \`throw\` does so after the second event. \`[DONE]\` ends the stream. The column _call_ has \`sent\` and \`outcome\`.
The SDKs get events. \`fetch\` and \`node:http\` get the bytes: \`…\` is a record without its end, and \`{…\` a record without the end of its JSON. Each word is a read of its own,
unless the line has another number of reads. The outcome can differ where a client disconnects because of an error that it has read.`

export const DIFFERENCES = 'These are the only differences between the transports.'

export const LATE_READERS = `A client that loses its connection also loses everything that it has not read. \`serve\` and MSW 3 send while the client is busy: with \`cutAfter(2)\`, a \`fetch\` that begins to
read after the cut gets only the error. \`createFetch\` and MSW 2 send only what the client asks for: there it gets ① and ②. With a \`pace()\` that is slower than the client, all transports
do the same.
`

/** The names of the things that differ, where these are no endings. */
export const DETAILS = new Map<Deviation['of'], string>([
  ['reads', 'the number of reads'],
  ['late reads', 'the number of reads, before a first event that is late'],
  ['call aborted', 'the outcome `aborted`'],
  ['call completed', 'the outcome `completed`'],
])

/** The meaning of each ending. */
export const MEANINGS: Record<Ending, string> = {
  end: 'the stream ends without an error',
  cut: 'the connection drops',
  refused: 'there is no response',
  silence: 'the server sends nothing more, until the client disconnects',
  APIError: 'the stream has an error event',
  SyntaxError: 'the client cannot parse a record',
}
