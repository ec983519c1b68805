import { expect, it } from 'vitest'
import { routesPage } from './routes-page.js'

it('writes a page about every route', async () => {
  await expect(routesPage()).toMatchFileSnapshot('../../docs/every-route.md')
})
