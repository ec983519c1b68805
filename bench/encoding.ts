/**
 * Encoding: what a route does with every event of a script before it is sent, against the
 * least that a hand-written handler does for the same bytes.
 */
import { beta, chat, encode, respond, responses, type Endpoint, type Spell } from 'msw-openai'
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
  endpoint: Endpoint<Event>,
  events: readonly Event[],
  byHand: (event: Event) => unknown,
): Promise<void> {
  const { frame, name } = endpoint
  const spell = await spellOf(endpoint)
  const theirs = { run: () => events.forEach((event) => byHand(event)) }
  await compare({
    name: `encoding, unchecked: ${name}`,
    ours: { run: () => events.forEach((event) => encode(frame(event))) },
    theirs,
    target: 0.9,
  })
  await compare({
    name: `encoding, checked: ${name}`,
    ours: { run: () => events.forEach((event) => spell(event)) },
    theirs,
    target: 0.35,
  })
}

/** What checks, frames and encodes the items of a script, as a stage gets to know it. */
async function spellOf<Event>(endpoint: Endpoint<Event>): Promise<(event: Event) => unknown> {
  const { promise, resolve } = Promise.withResolvers<Spell>()
  const response = respond(endpoint, new Ready<Event>([]), {
    through: [
      (items, spell) => {
        resolve(spell)
        return items
      },
    ],
  })
  await response.text()
  // Stages have but cues to spell, and its type says no more.
  return (await promise) as (item: unknown) => unknown
}
