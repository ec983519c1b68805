import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { TestContext } from 'vitest'
import { crc32 } from '../../routes/images/crc32.js'
import type { WatchedCall } from '../../routes/watch-calls.js'
import { encodeText, explainThrown } from '../../streaming/internal.js'
import type { ReportedRun } from './report-page.js'

type Task = TestContext['task']
type FollowedCall = WatchedCall['call']

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
      // The page and its parts are loaded now: most tests pass.
      const { reportPage } = await import('./report-page.js')
      const replyTo = (call: FollowedCall) => this.#replies.get(call)
      const html = await reportPage({ title: namesOf(task).join(' › '), run, replyTo, reasons })
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
