import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import OpenAI from 'openai'
import { expect, it } from 'vitest'
import type { Terminal } from '../../../src/ext/cli/terminal.js'
import { runCli } from '../../../src/ext/cli/run-cli.js'
import { terminalPicture } from './terminal-picture.js'

/** A terminal with colours, whose output is a text. */
class ColourTerminal implements Terminal {
  text = ''
  readonly stdin = new PassThrough()
  readonly stdout = Object.assign(new PassThrough(), { isTTY: true, hasColors: () => true })
  readonly stderr = this.stdout
  readonly env = {}
  /** Ends the command. */
  end: () => void = () => undefined

  constructor() {
    this.stdout.on('data', (chunk) => (this.text += String(chunk)))
  }

  cwd(): string {
    return join(import.meta.dirname, '../../../examples/server')
  }

  once(_: string, listener: () => void): void {
    this.end = listener
  }
}

it('draws its terminal for the documentation', async () => {
  const terminal = new ColourTerminal()
  const args = ['serve', 'chat.yaml', '--port', '0']
  const ended = runCli(args, terminal)
  await expect.poll(() => terminal.text, { timeout: 30_000 }).toContain('curl')
  const [baseURL] = /http:\S+\/v1/.exec(terminal.text) ?? []

  await converse(new OpenAI({ baseURL, apiKey: 'test-key' }))
  await expect.poll(() => terminal.text, { timeout: 30_000 }).toContain('cut')
  terminal.end()
  await ended

  const output = `$ npx msw-openai serve chat.yaml\n${fixed(terminal.text)}`
  await expect(terminalPicture(output)).toMatchFileSnapshot('../../../docs/server.svg')
})

const ask = (content: string) => ({
  model: 'gpt-5',
  messages: [{ role: 'user' as const, content }],
})

/** Asks one question after the other. */
async function converse(client: OpenAI): Promise<void> {
  await Array.fromAsync(await client.chat.completions.create({ ...ask('Oh, hello'), stream: true }))
  await client.responses.create({ model: 'gpt-5', input: 'hello' })
  await client.chat.completions.create(ask('How is the weather?'))
  await client.models.retrieve('gpt-5')
  await client.chat.completions.create(ask('Who are you?')).catch(() => undefined)
  const dropped = await client.chat.completions.create({ ...ask('Count to five.'), stream: true })
  await Array.fromAsync(dropped).catch(() => undefined)
}

/** Puts the usual port and a fixed time in the place of those that differ in every run. */
function fixed(output: string): string {
  return output
    .replace(/, on the free port \d+/, '')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:3000')
    .replaceAll(/\d+ ms$/gm, '2 ms')
}
