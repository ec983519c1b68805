import { print } from '../protocol/print.js'
import { findingOf, type Finding } from './finding.js'
import { protocolRules, type LintRule } from './lint-rule.js'

const STREAM_TYPE = 'text/event-stream'

/** The rules for the status and the headers of an HTTP response. */
export const HTTP_RULES: ReadonlyArray<LintRule<Response, undefined>> = [
  {
    id: 'stream/status',
    severity: 'error',
    reason:
      'A stream has the status 200: the official clients throw at an error, and read no stream.',
    event: ({ event: { ok, status } }) =>
      ok
        ? undefined
        : { message: `The status of the response is ${status}.`, expected: 200, received: status },
  },
  {
    id: 'stream/content-type',
    severity: 'warning',
    reason:
      'OpenAI sends text/event-stream; its own clients do not check that, but browsers and other clients do.',
    event({ event: { ok, headers } }) {
      const received = headers.get('content-type')
      const [type = ''] = (received ?? '').split(';')
      return !ok || type.trim().toLowerCase() === STREAM_TYPE
        ? undefined
        : {
            message: `The content type is ${print(received)}.`,
            expected: STREAM_TYPE,
            received,
          }
    },
  },
]

// A head has no state.
const httpRules = protocolRules(
  HTTP_RULES,
  () => undefined,
  () => {},
)

/** Finds what is wrong with the head of a response. */
export function headFindings(response: Response): Finding[] {
  const problems = httpRules.begin().event({ event: response, index: 0 })
  return problems.map((problem) => findingOf(problem, {}))
}
