import { expect, it } from 'vitest'
import { rulesPage } from './rules-page.js'

it('writes a page about the rules of the lint', async () => {
  await expect(rulesPage()).toMatchFileSnapshot('../../docs/rules.md')
})
