import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Window } from 'happy-dom'
import { createBackend } from 'msw-openai/backend'
import { serve } from 'msw-openai/node'
import { rules } from 'msw-openai/rules'
import { expect, it } from 'vitest'

const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')

/** A busy machine takes its time. */
const PATIENCE = { timeout: 30_000 }

/** Lets the page run its script. The script is our own. */
const settings = {
  enableJavaScriptEvaluation: true,
  suppressInsecureJavaScriptEnvironmentWarning: true,
}

/** Opens the page in a window of its own, with a server that answers by the rules of `chat.yaml`. */
async function open() {
  const server = await serve(createBackend(rules(read('chat.yaml'))).handlers)
  const url = `http://app.test/?api=${server.baseURL}`
  const window = new Window({ url, settings })
  window.document.write(read('page.html'))

  const { document } = window
  return {
    ask(question: string): void {
      document.querySelector('input')?.setAttribute('value', question)
      document.querySelector('button')?.click()
    },
    get answer() {
      return document.querySelector('[role=status]')?.textContent
    },
    async [Symbol.asyncDispose]() {
      await window.happyDOM.close()
      await server.close()
    },
  }
}

it('shows a streamed answer', async () => {
  await using page = await open()

  page.ask('Hello?')
  await expect.poll(() => page.answer, PATIENCE).toBe('Hello there!')
})

it('shows an error once, and then an answer', async () => {
  await using page = await open()

  page.ask('How is the weather?')
  await expect.poll(() => page.answer, PATIENCE).toContain('Rate limit')
  page.ask('How is the weather?')
  await expect.poll(() => page.answer, PATIENCE).toBe('Let me look.')
})

it('says so when an answer breaks off', async () => {
  await using page = await open()

  page.ask('Count to five.')
  await expect.poll(() => page.answer, PATIENCE).toMatch(/ \(.+\)$/)
})
