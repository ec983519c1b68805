import { Readable, Writable } from 'node:stream'
import { runCli } from '../../../src/ext/cli/run-cli.js'

/** The outcome of a command. */
export interface CommandOutcome {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

interface Surroundings {
  /** The standard input; empty unless given. */
  readonly stdin?: string | Uint8Array
  /** True for a standard input that is a terminal. */
  readonly isTyped?: boolean
  /** The columns of the terminal; no terminal unless given. */
  readonly columns?: number
  readonly env?: Record<string, string>
}

/** Run a command in a directory, within this process. */
export async function runIn(
  directory: string,
  args: readonly string[],
  { stdin = '', isTyped = false, columns, env = {} }: Surroundings = {},
): Promise<CommandOutcome> {
  const [stdout, stderr] = [new Collected(), new Collected()]
  if (columns !== undefined) Object.assign(stdout, { columns, isTTY: true, hasColors: () => true })
  const status = await runCli(args, {
    stdin: Object.assign(Readable.from([Buffer.from(stdin)]), { isTTY: isTyped }),
    stdout,
    stderr,
    env,
    cwd: () => directory,
    once: () => undefined,
  })
  return { status, stdout: stdout.text, stderr: stderr.text }
}

class Collected extends Writable {
  text = ''

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}
