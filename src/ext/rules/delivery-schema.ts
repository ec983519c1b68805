import { z } from 'zod'
import { pace, type Stage, type Tempo } from '../../streaming/index.js'
import { checkHeaders } from '../../streaming/internal.js'
import { worded } from '../../routes/request/request-schema.js'
import {
  checked,
  count,
  countFromOne,
  map,
  milliseconds,
  name,
  type KeyFault,
} from './schema-words.js'
import { ENDPOINTS } from './speaking-endpoints.js'

const integer = worded(z.int(), { name: 'a whole number' })

const tempo = checked(
  map({
    first: milliseconds.optional().describe('The milliseconds before the first event.'),
    each: milliseconds.optional().describe('The milliseconds before each further event.'),
    tokensPerSecond: worded(z.number().positive(), { name: 'a number, more than 0' })
      .optional()
      .describe('The events a second, in the place of each.'),
    jitter: count
      .optional()
      .describe('The most milliseconds by which a wait is longer or shorter.'),
    seed: integer.optional().describe('The seed of the jitter; 1 unless given.'),
  }),
  (given) => problemsOf(() => stageOfPace(given)),
)

const endpoint = z.enum(ENDPOINTS)

const header = worded(z.union([z.string(), z.number(), z.boolean()]), { name: 'a text' })

/** The keys of a delivery that `defaults` may have, too. */
export const defaultKeys = {
  pace: worded(z.union([milliseconds, tempo]), {
    name: 'a number of milliseconds, or a map of first, each, tokensPerSecond, jitter, seed',
  })
    .optional()
    .describe('The waits of a stream: milliseconds before each event, or a map.'),
  by: worded(z.union([z.enum(['word', 'grapheme']), countFromOne]), {
    name: '"word", "grapheme", or a number of characters, 1 or more',
  })
    .optional()
    .describe('The pieces of a text: word, grapheme, or a number of characters.'),
  headers: checked(
    worded(z.record(z.string(), header), { name: 'a map of texts' }),
    problemsOfHeaders,
  )
    .optional()
    .describe('Headers of the response.'),
  model: checked(name, problemsOfModel)
    .optional()
    .describe('The model that a request asks for: its name, or a pattern such as /^gpt-5/.'),
  endpoint: worded(z.union([endpoint, z.array(endpoint).min(1)]), {
    name: `one or a list of ${ENDPOINTS.join(', ')}`,
  })
    .optional()
    .describe('The endpoints at which the rule answers; every one unless given.'),
}

/** The keys that say how a rule delivers its answer, and when. */
export const deliveryKeys = {
  ...defaultKeys,
  status: checked(
    worded(z.int().min(200).max(599), { name: 'a status from 200 to 599' }),
    problemsOfStatus,
  )
    .optional()
    .describe('The status of the response.'),
  cutAfter: count.optional().describe('Drops the connection after so many events.'),
  cutAfterBytes: count.optional().describe('Drops the connection after so many bytes.'),
  stallAfter: count
    .optional()
    .describe('Sends nothing more after so many events, and keeps the connection open.'),
  malform: count.optional().describe('Breaks the JSON of one event, by its index from 0 on.'),
  dropTerminator: worded(z.literal(true), { name: 'true' })
    .optional()
    .describe('Ends the stream without its last record, such as [DONE].'),
  times: countFromOne
    .optional()
    .describe('Answers so many calls, then leaves them to the next rule.'),
  tool: name.optional().describe('A tool that the request has to offer.'),
  when: map({
    toolResult: worded(z.union([z.literal(true), name]), {
      name: 'true, or the name of a tool',
    }).describe(
      'The conversation has to end with the result of a tool: true for any tool, or its name.',
    ),
  })
    .optional()
    .describe('A condition on the conversation.'),
}

/** A tempo, as the file has it. */
type GivenTempo = { readonly [Key in keyof Tempo]?: number | undefined }

/**
 * Makes the stage of a pace.
 *
 * @throws {Error} When keys of the pace exclude each other.
 */
export function stageOfPace(given: number | GivenTempo): Stage {
  // No key of a file is undefined, which is what the type of a tempo excludes.
  return pace(given as number | Tempo)
}

/** Gives the values of headers as texts. */
export function textsOf(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, String(value)]))
}

/** The headers that belong to the connection. A value of a rule would break the response. */
const OWN_HEADERS = ['content-length', 'transfer-encoding', 'trailer']

function* problemsOfHeaders(headers: Readonly<Record<string, unknown>>): Iterable<KeyFault> {
  for (const [key, value] of Object.entries(headers)) {
    if (OWN_HEADERS.includes(key.toLowerCase())) {
      yield ['the server sets this header itself. Remove it.', key]
      continue
    }
    const problems = problemsOf(() => checkHeaders(textsOf({ [key]: value }), 'headers'))
    for (const [message] of problems) yield [message, key]
  }
}

/** The statuses of responses without a body. */
const WITHOUT_BODY = [204, 205, 304]

function* problemsOfStatus(status: number): Iterable<KeyFault> {
  if (WITHOUT_BODY.includes(status)) {
    yield [`a response of status ${status} has no body, and this one has the answer.`]
  }
}

/** Recognizes a pattern between slashes. */
const PATTERN = /^\/(.*)\/$/s

function* problemsOfModel(model: string): Iterable<KeyFault> {
  if (!model.startsWith('/')) return
  const [, source] = PATTERN.exec(model) ?? []
  if (source === undefined) yield ['no end of the pattern. Expected a slash at its end: /^gpt-5/.']
  else yield* problemsOf(() => new RegExp(source))
}

/** Gives the reason for which a function throws, without the words before the reason. */
function* problemsOf(run: () => unknown): Iterable<KeyFault> {
  try {
    run()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const [, words] = /^(?:Failed to create .*?\): |headers: )?([^]*?)\.*$/.exec(reason) ?? []
    yield [`${words}.`]
  }
}
