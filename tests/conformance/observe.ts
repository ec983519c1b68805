import { setTimeout as wait } from 'node:timers/promises'
import { chat, responses, type Call, type CallOutcome } from 'msw-openai'
import { clients } from './clients/index.js'
import {
  expectation,
  isSDK,
  isUpset,
  sightOf,
  type Observation,
  type Place,
} from './expectation.js'
import type { Fault } from './fault.js'
import { Counting, Responding } from './script.js'
import type { Transport } from './transport.js'
import { PATIENCE, watch } from './watch.js'

/** Answer one request with a fault, and see what comes of it. */
export async function observe(
  place: Place,
  transport: Transport,
  reader = clients[place.client],
): Promise<Observation> {
  const { fault, client } = place
  const { words, ending } = sightOf(fault, client)
  const leavesAfter = ending === 'silence' ? words.split(' ').length : undefined
  const route = routeOf(fault)
  const { close, ...target } = await transport.open([route], client)
  const ask = { ...target, endpoint: fault.endpoint ?? 'chat' } as const

  const seen = await watch(reader, ask, leavesAfter)
  const call = await toldOf(route.calls[0], place)
  await close?.()
  const reads = isSDK(client) ? {} : { reads: seen.reads }
  return {
    words: seen.words.join(' '),
    end: seen.end,
    ...reads,
    ...(isUpset(ending) ? {} : { call }),
  }
}

/** The route that answers with a fault. */
function routeOf({ endpoint, aside, through = [] }: Fault) {
  return endpoint === 'responses'
    ? responses.create(new Responding(aside), { through })
    : chat.completions.create(new Counting(aside), { through })
}

async function toldOf(call: Call | undefined, place: Place) {
  const outcome = await outcomeOf(call, expectation(place).call?.[1] !== 'pending')
  return [call?.sent ?? 0, outcome] as const
}

async function outcomeOf(call: Call | undefined, settles: boolean): Promise<CallOutcome> {
  if (!call) throw new Error('Failed to observe a call: there is none.')
  if (settles) return call.settled

  await wait(PATIENCE)
  return call.outcome
}
