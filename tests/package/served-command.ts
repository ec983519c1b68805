import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** One request, as the page `/_calls` shows it. */
export interface ServedCall {
  readonly rule: string | null
  readonly sent: number
  readonly outcome: string
  readonly status: number | null
  readonly attempt: number | null
  readonly body: unknown
}

/** The packed command `serve`, as a process of its own. */
export class ServedCommand {
  /** The lines of its output. */
  readonly lines: readonly string[]
  /** The base URL of clients. */
  readonly baseURL: string
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, lines: readonly string[], baseURL: string) {
    this.#child = child
    this.lines = lines
    this.baseURL = baseURL
  }

  /** Starts the command in a project, on a free port. */
  static async start(project: string, args: readonly string[] = []): Promise<ServedCommand> {
    const command = join(project, 'node_modules/.bin/msw-openai')
    const child = spawn(command, ['serve', '--port', '0', ...args], {
      cwd: project,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const lines: string[] = []
    const baseURL = await new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).on('line', (line) => {
        lines.push(line)
        const [, found] = /OPENAI_BASE_URL=(.*)/.exec(line) ?? []
        if (found !== undefined) resolve(found)
      })
      child.once('exit', () => reject(new Error(`The command has ended:\n${lines.join('\n')}`)))
    })
    return new ServedCommand(child, lines, baseURL)
  }

  /** The URL of a page of the server. */
  page(path: string): URL {
    return new URL(path, this.baseURL)
  }

  /** Lists the requests so far. */
  async calls(): Promise<ServedCall[]> {
    const response = await fetch(this.page('/_calls'))
    const { calls }: { calls: ServedCall[] } = await response.json()
    return calls
  }

  /** Ends the command by a signal, and gives its exit status. */
  async end(signal: 'SIGINT' | 'SIGTERM' = 'SIGTERM'): Promise<number | null> {
    const ended: Promise<unknown[]> = once(this.#child, 'exit')
    this.#child.kill(signal)
    await ended
    return this.#child.exitCode
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) await this.end()
  }
}
