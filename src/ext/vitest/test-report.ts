import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { TestContext } from 'vitest'
import { crc32 } from '../../routes/images/crc32.js'
import type { WatchedCall } from '../../routes/watch-calls.js'
import { encodeText, explainThrown } from '../../streaming/internal.js'
import type { ReportedRun } from './report-page.js'

type Task = TestContext['task']
type Suite = NonNullable<Task['suite']>
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
      const html = await reportPage({
        title: partsOf(task).map(wordsOf).join(' › '),
        run,
        replyTo,
        reasons,
      })
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

  /** Names the page of a test by the project, the path and the name of the test, in safe characters. */
  #fileOf(task: Task): string {
    const parts = partsOf(task)
    const project = task.file.projectName ?? ''
    const name = [project, ...parts.map(wordsOf)].join(' ').trim()
    const readable = name.replace(/[^\p{L}\p{N}.]+/gu, '-').slice(0, MOST_CHARACTERS)
    // Different names may have the same readable part.
    const whole = [...encodeText(JSON.stringify([project, parts]))]
    const hash = crc32(whole).toString(16).padStart(8, '0')
    return join(this.#directory, `${readable.replace(/^[-.]+|-$/g, '')}-${hash}.html`)
  }
}

/** A file, a suite or a test. */
interface Part {
  readonly name: string
  /** The number among the suites and the tests around it that have the same name, from 1 on. */
  readonly number: number
}

/** Lists the file, the suites and the test. */
function partsOf(task: Task): Part[] {
  const parts = [partOf(task)]
  for (let outer = task.suite; outer; outer = outer.suite) parts.unshift(partOf(outer))
  return [{ name: task.file.name, number: 1 }, ...parts]
}

function partOf(own: Task | Suite): Part {
  const { name, suite, file } = own
  const alike = (suite ?? file).tasks.filter((each) => each.name === name)
  const at = alike.findIndex(({ id }) => id === own.id)
  return { name, number: Math.max(at, 0) + 1 }
}

function wordsOf({ name, number }: Part): string {
  return number === 1 ? name : `${name} (${number})`
}
