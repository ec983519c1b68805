import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ask, clientOf, json, RULES } from './ask-server.js'
import { BuiltCommand } from './built-command.js'

const command = new BuiltCommand()

beforeAll(() => command.build(), 120_000)
afterAll(() => command[Symbol.dispose]())

it('reads a file again that an editor replaces, and keeps the rules where it is broken', async () => {
  const file = command.write('watched.yaml', RULES)
  const server = await command.serve([file, '--watch'])
  const client = clientOf(server)
  const thread = await client.beta.threads.create()

  const replace = (text: string) => renameSync(command.write('new.yaml', text), file)
  replace(RULES.replace('Hello there!', 'Good day!'))
  await server.until(/Read .*watched.yaml again: 2 rules/)
  const changed = await client.chat.completions.create(ask('hello'))
  replace('responses: [{ reply: 3 }, { nope: 1 }]')
  await server.until(/The rules stay as they were/)
  const kept = await client.chat.completions.create(ask('hello'))
  replace(RULES.replace('test-key', 'other-key'))
  await server.until(/again: 2 rules[^]*again: 2 rules/)

  expect(changed.choices[0]?.message.content).toBe('Good day!')
  expect(kept.choices[0]?.message.content).toBe('Good day!')
  expect(server.stderr()).toMatch(/watched.yaml:1:\d+ responses\[0\].reply[^]*watched.yaml:1:\d+ /)
  await expect(client.models.list()).rejects.toThrow('401')
  await clientOf(server, 'other-key').beta.threads.retrieve(thread.id)
  await server.stop()
})

it('prints the warnings of rules whenever it reads some', async () => {
  const file = command.write('warned.yaml', "responses: [{ reply: '${NO_SUCH_NAME}' }]")
  const server = await command.serve([file, '--watch'])
  const warning = /warning: .*warned.yaml:1:22 the variable NO_SUCH_NAME is not set/

  await server.until(warning)
  renameSync(command.write('new.yaml', "\nresponses: [{ reply: '${NO_SUCH_NAME}' }]"), file)
  await server.until(/warning: .*warned.yaml:2:22 the variable NO_SUCH_NAME is not set/)
  await json(server, '/_rules', { method: 'POST', body: "responses: [{ reply: '${OTHER}' }]" })
  await server.until(/warning: \/_rules:1:22 the variable OTHER is not set/)

  expect(server.stderr()).toMatch(warning)
  await server.stop()
})

it('reads a file again that changes right after the start', async () => {
  const file = command.write('early.yaml', RULES)
  const server = await command.serve([file, '--watch'])

  renameSync(command.write('later.yaml', 'responses: []'), file)

  await server.until(/Read .*early.yaml again: 0 rules/)
  expect(await json(server, '/_rules')).toEqual({ rules: [] })
  await server.stop()
})

/** Writes a recording of a chat. */
function record(content: string): string {
  const choices = [{ index: 0, delta: { role: 'assistant', content }, finish_reason: 'stop' }]
  const chunk = { id: 'a', object: 'chat.completion.chunk', created: 1, model: 'gpt-5', choices }
  return `data: ${JSON.stringify(chunk)}\n\n`
}

it('reads the rules again when a recording changes that they name', async () => {
  const replace = (name: string, text: string) =>
    renameSync(command.write('new.txt', text), join(command.folder, name))
  command.write('one.sse', record('One'))
  const file = command.write('recorded.yaml', 'responses: [{ events: one.sse }]')
  const server = await command.serve([file, '--watch'])
  const heard = async () => {
    const { choices } = await clientOf(server).chat.completions.create(ask('hello'))
    return choices[0]?.message.content
  }

  replace('one.sse', record('Another one'))
  await server.until(/Read .*recorded.yaml again/)
  const changed = await heard()
  replace('recorded.yaml', 'responses: [{ events: two.sse }]')
  await server.until(/there is no file .*two.sse[^]*The rules stay as they were/)
  replace('two.sse', record('Two'))
  await server.until(/again: 1 rule[^]*again: 1 rule/)

  expect(changed).toBe('Another one')
  expect(await heard()).toBe('Two')
  await server.stop()
})

it.each([
  ['a long text', 'a'.repeat(300)],
  ['a name that no file can have', '"a\\0b"'],
])('keeps the rules where events become %s', async (_, events) => {
  const file = command.write('named.yaml', RULES)
  const server = await command.serve([file, '--watch'])

  renameSync(command.write('new.yaml', `responses: [{ events: ${events} }]`), file)
  await server.until(/cannot read [^]*The rules stay as they were/)
  const kept = await clientOf(server).chat.completions.create(ask('hello'))

  expect(kept.choices[0]?.message.content).toBe('Hello there!')
  await server.stop()
})

it('goes back to the rules of the changed file at a reset', async () => {
  const file = command.write('edited.yaml', RULES)
  const server = await command.serve([file, '--watch'])
  const client = clientOf(server)
  renameSync(command.write('next.yaml', RULES.replace('Hello there!', 'Good day!')), file)
  await server.until(/Read .*edited.yaml again: 2 rules/)

  await json(server, '/_reset', { method: 'POST' })
  const answer = await client.chat.completions.create(ask('hello'))

  expect(answer.choices[0]?.message.content).toBe('Good day!')
  await server.stop()
})
