import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as streaming from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import * as cues from '../../src/streaming/cue.js'
import * as stages from '../../src/streaming/stages/index.js'
import { document } from './document.js'
import { faults } from './faults/index.js'

const codes = faults.map(({ code }) => code)
const names = Object.keys({ ...cues, ...stages }).filter((name) => name in streaming)

it.each([...names, 'throw new StreamError', 'throw new TypeError'])('has %s()', (name) => {
  expect(codes.filter((code) => new RegExp(`\\b${name}\\(`).test(code))).not.toEqual([])
})

it.each(codes)('plays what it says: %s', (code) => {
  expect([`[${code}]`, `\n${code}\n`].filter((part) => source().includes(part))).not.toEqual([])
})

it('writes a page about every fault', async () => {
  await expect(document()).toMatchFileSnapshot('../../docs/faults.md')
})

/** The code that declares the faults, without the line breaks of oxfmt. */
function source(): string {
  const folder = join(import.meta.dirname, 'faults')
  const files = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  return files.join('\n').replaceAll(/^ +/gm, '')
}
