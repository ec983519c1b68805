import { chat } from 'msw-openai'
import { serverFixture, useServer, type ServerOptions } from 'msw-openai/vitest'
import { expect, it } from 'vitest'

it.each([
  ['lint', true, "one of 'ignore', 'error', 'warning', received true"],
  ['lint', 'errors', "one of 'ignore', 'error', 'warning', received \"errors\""],
  ['lint', 'warn', "one of 'ignore', 'error', 'warning', received \"warn\""],
  ['lint', null, "one of 'ignore', 'error', 'warning', received null"],
  ['leftovers', 'warning', "one of 'warn', 'error', received \"warning\""],
  ['unused', true, "one of 'ignore', 'error', received true"],
  ['unplanned', false, "one of 'ignore', 'error', received false"],
])('refuses %s: %s', (name, value, words) => {
  // Plain JavaScript may give anything.
  const options = { [name]: value } as ServerOptions
  const message = `Failed to set up a server: expected ${name} to be ${words}.`

  expect(() => useServer(chat.completions.create('Hello'), options)).toThrow(new TypeError(message))
})

it('refuses the values of a fixture where its file begins', async () => {
  const { openServer } = serverFixture({ lint: 'warn' as 'warning' })
  const [open] = openServer

  await expect(open({}, async () => undefined)).rejects.toThrow(/^Failed to set up a server: /)
})
