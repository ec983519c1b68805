import { apiError, lastUserMessage, when } from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import { useServer } from 'msw-openai/vitest'
import OpenAI, { toFile } from 'openai'
import { expect, it } from 'vitest'

const openai = createBackend({
  answer: [
    when(lastUserMessage('What is the capital of France?'), 'Paris'),
    when(lastUserMessage('What is the capital of Italy?'), 'Rome'),
    when({}, apiError(400, 'There is no such country.')),
  ],
})
useServer(...openai.handlers)

const OPEN = ['validating', 'in_progress', 'finalizing']

/** The app under test: it asks for many capitals in one batch. */
async function capitalsOf(countries: readonly string[]): Promise<Map<string, string>> {
  const { batches, files } = new OpenAI({ apiKey: 'test' })
  const lines = countries.map((country) => JSON.stringify(questionAbout(country)))
  const questions = await toFile(new TextEncoder().encode(lines.join('\n')), 'questions.jsonl')
  const { id } = await files.create({ file: questions, purpose: 'batch' })
  let batch = await batches.create({
    input_file_id: id,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
  })
  while (OPEN.includes(batch.status)) batch = await batches.retrieve(batch.id)

  const answers = await (await files.content(batch.output_file_id ?? '')).text()
  return new Map(answers.trim().split('\n').map(answerIn))
}

function questionAbout(country: string) {
  const content = `What is the capital of ${country}?`
  const body = { model: 'gpt-5', messages: [{ role: 'user', content }] }
  return { custom_id: country, method: 'POST', url: '/v1/chat/completions', body }
}

function answerIn(line: string): [string, string] {
  const { custom_id, response } = JSON.parse(line)
  return [custom_id, response.body.choices[0].message.content]
}

it('gets the capitals that the model knows', async () => {
  const capitals = await capitalsOf(['France', 'Atlantis', 'Italy'])

  expect(Object.fromEntries(capitals)).toEqual({ France: 'Paris', Italy: 'Rome' })
  const [batch] = openai.store.batches.list()
  expect(batch?.request_counts).toEqual({ total: 3, completed: 2, failed: 1 })
  const errors = openai.store.files.content(batch?.error_file_id ?? '')
  expect(new TextDecoder().decode(errors)).toContain('There is no such country.')
})
