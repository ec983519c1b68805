import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createBackend } from 'msw-openai/backend'
import { serve } from 'msw-openai/node'
import { rules } from 'msw-openai/rules'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'

const folder = join(import.meta.dirname, '../../examples/server')
const app = createServer((_, response) => {
  response.setHeader('content-type', 'text/html')
  response.end(readFileSync(join(folder, 'page.html')))
})
let browser: Browser

beforeAll(async () => {
  const found = execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' })
  const args = ['--no-sandbox', '--disable-gpu']
  browser = await chromium.launch({ executablePath: found.trim(), args })
  await new Promise<void>((resolve) => {
    app.listen(0, '127.0.0.1', resolve)
  })
})
afterAll(async () => {
  await browser.close()
  app.close()
})

/** The origin of the app: another one than that of the server. */
function origin(): string {
  const address = app.address()
  if (typeof address !== 'object' || address === null) throw new Error('The app does not listen.')
  return `http://localhost:${address.port}`
}

it.each([
  ['Oh, hello', /^Hello there!$/],
  ['How is the weather?', /^ \(.*Rate limit.*\)$/],
  ['Count to five.', /^(one( two)?)? \(.+\)$/],
])('shows in a browser what the server answers to %j', async (question, shown) => {
  const text = readFileSync(join(folder, 'chat.yaml'), 'utf8')
  await using server = await serve(createBackend(rules(text)).handlers)
  const page = await browser.newPage()
  await page.goto(`${origin()}/?api=${server.baseURL}`)

  await page.getByLabel('Question').fill(question)
  await page.getByRole('button', { name: 'Ask' }).click()

  await expect
    .poll(() => page.getByRole('status').textContent(), { timeout: 30_000 })
    .toMatch(shown)
  await page.close()
})
