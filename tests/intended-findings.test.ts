import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { rules } from 'msw-openai/lint'
import { intended } from './intended-findings.js'

it('names files and rules that exist', () => {
  const files = intended.flatMap((one) => one.files)
  const ids = new Set(rules.map(({ id }) => id))

  expect(files.filter((file) => !existsSync(join(import.meta.dirname, '..', file)))).toEqual([])
  expect(intended.flatMap((one) => one.rules).filter((id) => !ids.has(id))).toEqual([])
})
