import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { build } from 'tsup'

const root = join(import.meta.dirname, '../../..')

/** The end of a command. */
export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A server that the command runs in a process of its own. */
export interface Running {
  readonly process: ChildProcess
  /** The origin of the server. */
  readonly url: string
  readonly baseURL: string
  readonly stdout: () => string
  readonly stderr: () => string
  /** Waits until the output matches. */
  until(pattern: RegExp): Promise<void>
  /** Sends a signal, and waits for the end. */
  stop(signal?: 'SIGINT' | 'SIGTERM'): Promise<number | null>
}

interface RunOptions {
  /** The standard input. That of a server stays open and empty unless given. */
  readonly stdin?: string
  readonly env?: Record<string, string>
}

/** The command, built from the sources into a folder of its own. */
export class BuiltCommand implements Disposable {
  /** A folder for the files of tests, in which the command runs. */
  readonly folder = mkdtempSync(join(tmpdir(), 'msw-openai-cli-'))
  readonly #running = new Set<ChildProcess>()

  async build(): Promise<void> {
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'))
    await build({
      config: false,
      entry: { cli: join(root, 'src/ext/cli.ts') },
      format: ['cjs'],
      outDir: join(this.folder, 'dist'),
      external: ['gpt-tokenizer', 'msw', 'yaml', 'zod'],
      noExternal: ['prom-client'],
      splitting: true,
      silent: true,
    })
  }

  /** Writes a file, and gives its path. */
  write(name: string, content: string): string {
    const path = join(this.folder, name)
    writeFileSync(path, content)
    return path
  }

  /** Runs the command to its end. */
  async run(args: readonly string[], { stdin = '', env = {} }: RunOptions = {}): Promise<Ended> {
    const child = this.#spawn(args, env)
    child.stdin.end(stdin)
    return endOf(child)
  }

  /** Runs a line of a shell to its end, in which `"$0" "$@"` is the command. */
  runInShell(line: string, args: readonly string[]): Promise<Ended> {
    const path = join(this.folder, 'dist/cli.cjs')
    return endOf(spawn('sh', ['-c', line, path, ...args], { cwd: this.folder }))
  }

  /** Starts a server on a free port, and waits until it listens. */
  async serve(args: readonly string[] = [], options: RunOptions = {}): Promise<Running> {
    return this.start(['serve', '--port', '0', ...args], options)
  }

  /** Starts a server by any arguments, and waits until it listens. */
  async start(args: readonly string[], { stdin, env = {} }: RunOptions = {}): Promise<Running> {
    const child = this.#spawn(args, env)
    if (stdin !== undefined) child.stdin.end(stdin)
    const output = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk) => (output.stdout += String(chunk)))
    child.stderr.on('data', (chunk) => (output.stderr += String(chunk)))
    const until = async (pattern: RegExp) => {
      while (!pattern.test(output.stdout + output.stderr)) await next(child, output)
    }
    await until(/curl .*\n/)
    const [, url = ''] = /listens at (http:\S+:\d+)/.exec(output.stdout) ?? []
    const stop = async (signal: 'SIGINT' | 'SIGTERM' = 'SIGTERM') => {
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
      return child.exitCode
    }
    return {
      process: child,
      url,
      baseURL: `${url}/v1`,
      stdout: () => output.stdout,
      stderr: () => output.stderr,
      until,
      stop,
    }
  }

  #spawn(args: readonly string[], env: Record<string, string>) {
    const command = join(this.folder, 'dist/cli.cjs')
    const child = spawn(process.execPath, [command, ...args], {
      cwd: this.folder,
      env: { ...process.env, ...env },
    })
    this.#running.add(child)
    child.once('exit', () => this.#running.delete(child))
    return child
  }

  [Symbol.dispose](): void {
    for (const child of this.#running) child.kill('SIGKILL')
    rmSync(this.folder, { recursive: true })
  }
}

async function endOf(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const ended = once(child, 'exit')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  await ended
  return { status: child.exitCode, stdout, stderr }
}

/** Waits for more output. @throws {Error} When the command ends instead. */
async function next(
  { stdout, stderr, exitCode }: ChildProcess,
  output: { stdout: string; stderr: string },
): Promise<void> {
  if (exitCode !== null) throw new Error(`The command has ended:\n${output.stdout}${output.stderr}`)
  await new Promise<void>((resolve) => {
    for (const stream of [stdout, stderr]) {
      stream?.once('data', () => resolve())
      stream?.once('end', () => resolve())
    }
  })
}
