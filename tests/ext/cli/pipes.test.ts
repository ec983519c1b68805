import { afterAll, beforeAll, expect, it } from 'vitest'
import { chunkRecord, DONE, ROLE, STOP } from '../show/recordings.js'
import { BuiltCommand } from './built-command.js'

const command = new BuiltCommand()

beforeAll(async () => {
  await command.build()
  command.write('bad.sse', `${'data: no\n\n'.repeat(900)}${ROLE}${DONE}`)
  command.write('long.sse', `${ROLE}${chunkRecord({ content: 'a' }).repeat(900)}${STOP}${DONE}`)
}, 120_000)
afterAll(() => command[Symbol.dispose]())

/** Reads byte by byte, so that the command is ready long before. */
const SLOWLY = 'while IFS= read -r line; do printf "%s\\n" "$line"; done'

it.each(['lint bad.sse', 'show long.sse'])(
  'gives all of its JSON to a slow reader: %s',
  async (line) => {
    const { stdout } = await command.runInShell(
      `"$0" "$@" --format json | { ${SLOWLY}; }`,
      line.split(' '),
    )

    expect(stdout.length).toBeGreaterThan(200_000)
    expect(() => JSON.parse(stdout)).not.toThrow()
  },
)

it.each(['lint bad.sse', 'show long.sse'])('ends where a reader leaves: %s', async (line) => {
  const { stdout, stderr } = await command.runInShell(
    '{ "$0" "$@"; echo "status $?" >&2; } | head -1',
    line.split(' '),
  )

  expect(stdout.split('\n')).toHaveLength(2)
  expect(stderr).toMatch(/^status [01]\n$/)
})
