import type { Deviation } from './deviations.js'
import type { Ending } from './fault.js'

export const INTRODUCTION = `# Faults

What each cue and each stage does to a stream, and what its client gets. A test (\`tests/conformance\`) plays every line through MSW 3, 2 and 2.10, \`createFetch\` and \`serve\`, to
each of the clients, and writes this page. The README tells [how to use them](../README.md#delivery).

The script has three events, ① ② ③, and does what it is told after the second: \`yield\` this, or \`throw\` that. \`[DONE]\` ends the stream. The SDKs get events. \`fetch\` and
\`node:http\` get the wire, where \`…\` is a record without its end, and \`{…\` one without the end of its JSON; each word is a read of its own, unless the line tells how many there are.
The call has its \`sent\` and its \`outcome\`, as long as its client does not leave for an error that it has read.`

export const DIFFERENCES = 'Everything else is the same everywhere.'

export const LATE_READERS = `A client loses with its connection what it has not read by then. \`serve\` and MSW 3 send on while the client is busy: of \`cutAfter(2)\`, a \`fetch\` that begins to read
after the cut gets the error alone. \`createFetch\` and MSW 2 send nothing before it is asked for: there it gets ① and ②. After a \`pace()\` that is slower than the client, they are all alike.
`

/** What deviations are about, where that is no ending. */
export const DETAILS = new Map<Deviation['of'], string>([
  ['reads', 'how many reads'],
  ['late reads', 'how many reads, before a first event that is late'],
  ['call aborted', 'the outcome `aborted`'],
  ['call completed', 'the outcome `completed`'],
])

/** What happens to a stream that ends so. */
export const MEANINGS: Record<Ending, string> = {
  end: 'the stream ends as if all were well',
  cut: 'the connection drops',
  refused: 'there is no response',
  silence: 'nothing more comes, until the client leaves',
  APIError: 'the stream tells of an error',
  SyntaxError: 'the client cannot read what comes',
}
