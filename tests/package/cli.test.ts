import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OpenAI from 'openai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProject, npm, packTarballWithoutTypes } from './tarball.js'

const scratch = mkdtempSync(join(tmpdir(), 'msw-openai-'))

beforeAll(() => packTarballWithoutTypes(scratch), 300_000)
afterAll(() => rmSync(scratch, { recursive: true }))

it('puts the command msw-openai into a project, where it serves a rules file', async () => {
  const project = createProject(scratch, { name: 'with-command' })
  // Links the commands of packages, as an installation does.
  npm(['rebuild', 'msw-openai', '--ignore-scripts'], project)
  const command = join(project, 'node_modules/.bin/msw-openai')
  const rules = 'responses: [{ messages: [{ role: user, matcher: any }], reply: Hello there }]'
  writeFileSync(join(project, 'rules.yaml'), rules)

  const version = String(execFileSync(command, ['--version'])).trim()
  const server = spawn(command, ['serve', 'rules.yaml', '--port', '0'], {
    cwd: project,
  })
  let output = ''
  server.stderr.on('data', (chunk) => (output += String(chunk)))
  for await (const chunk of server.stdout) {
    output += String(chunk)
    if (output.includes('curl')) break
  }
  const [, baseURL = ''] = /OPENAI_BASE_URL=(\S+)/.exec(output) ?? []
  const client = new OpenAI({ baseURL, apiKey: 'any-key', maxRetries: 0 })
  const messages = [{ role: 'user' as const, content: 'Hi' }]
  const { choices } = await client.chat.completions.create({ model: 'gpt-5', messages })
  const ended = once(server, 'exit')
  server.kill('SIGINT')

  expect(version).toMatch(/^\d+\.\d+\.\d+/)
  expect(choices[0]?.message.content).toBe('Hello there')
  expect(await ended).toEqual([0, null])
})
