import { isEndpoint } from '../../routes/endpoints-of.js'
import type { WatchedCall } from '../../routes/watch-calls.js'
import { explainThrown } from '../../streaming/internal.js'
import { htmlPage } from '../show/html-page.js'
import { readReply } from '../show/read-reply.js'
import { readStream } from '../show/read-stream.js'
import { recordedCall } from '../show/recorded-call.js'
import type { ShownStream } from '../show/shown-stream.js'
import { unansweredRequest } from '../show/unanswered-request.js'
import type { TestRun } from './test-run.js'

/** The part of a test that its page shows. */
export type ReportedRun = Pick<TestRun, 'calls' | 'leftovers' | 'unhandled'>

/** A failing test. */
interface FailedTest {
  readonly title: string
  readonly run: ReportedRun
  /** Gives the plain answer of a call; undefined for any other answer. */
  readonly replyTo: (call: WatchedCall['call']) => Response | undefined
  /** The errors of the test. */
  readonly reasons: readonly unknown[]
}

/** Makes the page of a failing test. */
export async function reportPage({ title, run, replyTo, reasons }: FailedTest): Promise<string> {
  const calls = run.calls.map(async ({ route, call }, index): Promise<ShownStream[]> => {
    const { endpoint } = route
    if (!isEndpoint(endpoint)) return []
    const known = { reply: await readReply(replyTo(call)), isLeftover: run.leftovers.has(call) }
    return [readStream(recordedCall(`Call ${index + 1}: ${endpoint.name}`, endpoint, call, known))]
  })
  const streams = [...(await Promise.all(calls)).flat(), ...run.unhandled.map(unansweredRequest)]
  return htmlPage({ title, streams, reasons: reasons.flatMap(wordsOf) })
}

/** Words the errors of a test, each of several that one error holds. */
function wordsOf(reason: unknown): string[] {
  const { name, message, errors }: { name?: unknown; message?: unknown; errors?: unknown } =
    Object(reason)
  if (Array.isArray(errors)) return errors.flatMap(wordsOf)
  return [message === undefined ? explainThrown(reason) : `${String(name)}: ${String(message)}`]
}
