/**
 * Encoding: the work that a route does with every event of a script before it is sent, against the
 * least that a hand-written handler does for the same bytes.
 */
import { beta, chat, encode, respond, responses, type StreamingEndpoint } from 'msw-openai'
import { stage } from 'msw-openai/streaming'
import { compare } from './compare.ts'
import { chunks, deltas, messageDeltas } from './events.ts'
import { handNamed, handWritten } from './hand-written.ts'
import { Ready } from './ready.ts'

const EVENTS = 20_000

await encoding(chat.completions.create.endpoint, chunks(EVENTS), handWritten)
await encoding(responses.create.endpoint, deltas(EVENTS), (event) => handNamed(event.type, event))
await encoding(beta.threads.runs.create.endpoint, messageDeltas(EVENTS), ({ event, data }) =>
  handNamed(event, data),
)

async function encoding<Event>(
  { name, wire }: Pick<StreamingEndpoint<Event>, 'name' | 'wire'>,
  events: readonly Event[],
  byHand: (event: Event) => unknown,
): Promise<void> {
  const theirs = { run: () => events.forEach((event) => byHand(event)) }
  await compare({
    name: `encoding, unchecked: ${name}`,
    ours: { run: () => events.forEach((event) => encode(wire.frame(event))) },
    theirs,
    target: 0.9,
  })
  // A stage that lets nothing through: every event is checked and encoded, and none is delivered.
  const nothing = stage('nothing', () => ({ take: () => [] }))
  await compare({
    name: `encoding, checked: ${name}`,
    ours: { run: () => respond(wire, new Ready(events), { through: [nothing] }).text() },
    theirs,
    target: 0.35,
  })
}
