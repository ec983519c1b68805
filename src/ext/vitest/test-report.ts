import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { TestContext } from 'vitest'
import { isEndpoint } from '../../routes/endpoint-tree.js'
import { crc32 } from '../../routes/images/crc32.js'
import type { WatchedCall } from '../../routes/watch-calls.js'
import { encodeText, explainThrown } from '../../streaming/internal.js'
import type { TestRun } from './test-run.js'

type Task = TestContext['task']
type FollowedCall = WatchedCall['call']

/** The part of a test that its page shows. */
type ReportedRun = Pick<TestRun, 'calls' | 'leftovers' | 'unhandled'>

/** The most characters of the readable part of a file name. */
const MOST_CHARACTERS = 120

/** The pages about the streams of failing tests, in a directory. */
export class TestReport {
  readonly #directory: string
  /** Copies of the plain answers. */
  readonly #replies = new WeakMap<FollowedCall, Response>()

  constructor(directory: string) {
    this.#directory = resolve(directory)
  }

  /** Keeps the plain answer of a call. */
  follow(call: FollowedCall): void {
    call.onReply = (response) => void this.#replies.set(call, response.clone())
  }

  /**
   * Writes the page of a failing test, and prints its name. A test without requests has no page.
   *
   * @param reasons The errors of the test.
   */
  async write(task: Task, run: ReportedRun, reasons: readonly unknown[] = []): Promise<void> {
    if (run.calls.length + run.unhandled.length === 0) return
    const file = this.#fileOf(task)
    try {
      const html = await this.#pageOf(task, run, reasons)
      mkdirSync(this.#directory, { recursive: true })
      writeFileSync(file, html)
      console.warn(`The streams of the failing test are in ${relative(process.cwd(), file)}`)
    } catch (error) {
      // Thrown, it would take the place of the reason for which the test fails.
      console.warn(`Failed to write ${file}: ${explainThrown(error)}`)
    }
  }

  /** Removes the page that an earlier run has written. */
  remove(task: Task): void {
    rmSync(this.#fileOf(task), { force: true })
  }

  /** Makes the page. Its parts are loaded now: most tests pass. */
  async #pageOf(task: Task, run: ReportedRun, reasons: readonly unknown[]): Promise<string> {
    const { recordedCall } = await import('../show/recorded-call.js')
    const { readReply } = await import('../show/read-reply.js')
    const { readStream } = await import('../show/read-stream.js')
    const { htmlPage } = await import('../show/html-page.js')
    const { unansweredRequest } = await import('../show/unanswered-request.js')
    const calls = run.calls.map(async ({ route: { endpoint }, call }, index) => {
      if (!isEndpoint(endpoint)) return []
      const reply = await readReply(this.#replies.get(call))
      const known = { reply, isLeftover: run.leftovers.has(call) }
      const name = `Call ${index + 1}: ${endpoint.name}`
      return [readStream(recordedCall(name, endpoint, call, known))]
    })
    const streams = [...(await Promise.all(calls)).flat(), ...run.unhandled.map(unansweredRequest)]
    return htmlPage({
      title: namesOf(task).join(' › '),
      streams,
      reasons: reasons.flatMap(wordsOf),
    })
  }

  /** Names the page of a test by the path and the name of the test, in safe characters. */
  #fileOf(task: Task): string {
    const name = namesOf(task).join(' ')
    const readable = name.replace(/[^\p{L}\p{N}.]+/gu, '-').slice(0, MOST_CHARACTERS)
    // Different names may have the same readable part, also those of two projects.
    const whole = [...encodeText(`${task.file.projectName ?? ''} ${name}`)]
    const hash = crc32(whole).toString(16).padStart(8, '0')
    return join(this.#directory, `${readable.replace(/^[-.]+|-$/g, '')}-${hash}.html`)
  }
}

/** Lists the names of the file, of the suites and of the test. */
function namesOf({ file, suite, name }: Task): string[] {
  const names = [name]
  for (let outer = suite; outer; outer = outer.suite) names.unshift(outer.name)
  return [file.name, ...names]
}

/** Words the errors of a test, each of several that one error holds. */
function wordsOf(reason: unknown): string[] {
  const { name, message, errors }: { name?: unknown; message?: unknown; errors?: unknown } =
    Object(reason)
  if (Array.isArray(errors)) return errors.flatMap(wordsOf)
  return [message === undefined ? explainThrown(reason) : `${String(name)}: ${String(message)}`]
}
