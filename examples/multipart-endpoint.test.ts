import { createRoute, unnamed } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import { expect, it } from 'vitest'
import { z } from 'zod'

const server = useServer()

const page = z.object({ type: z.literal('page'), number: z.number(), text: z.string() })
type Page = z.infer<typeof page>

const scans = createRoute({
  name: 'scans.create',
  method: 'POST',
  path: '/scans',
  // The fields of a form are texts and files; a field that is repeated is a list.
  body: z.object({
    file: z.instanceof(File),
    languages: z.array(z.string()).optional(),
    format: z.enum(['json', 'text']).optional(),
    stream: z.enum(['true', 'false']).optional(),
  }),
  wire: {
    event: page,
    frame: unnamed,
    terminator: { data: '[DONE]' },
    lineEnding: '\r\n',
    headers: { 'cache-control': 'no-store' },
  },
  unfold: ({ text }: { text: string }): Page[] =>
    text.split('\f').map((part, index) => ({ type: 'page', number: index + 1, text: part })),
  complete: (given) => ({ text: (typeof given === 'string' ? given : given.text) ?? '' }),
  plain: ({ text }, { body }) => (body.format === 'text' ? `${text}\n` : { text }),
  events: { text: (pages) => pages.map(({ text }) => text) },
})

/** Sends a file, and further fields, as a form. */
function scan(fields: Record<string, string> = {}): Promise<Response> {
  const body = new FormData()
  body.set('file', new File(['%PDF'], 'letter.pdf'))
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  return fetch('https://api.openai.com/v1/scans', { method: 'POST', body })
}

it('streams the pages to a form with stream=true, in lines that end in CR and LF', async () => {
  const create = scans('Dear reader,\fyours.')
  server.use(create)

  const response = await scan({ stream: 'true' })

  await expect(response.text()).resolves.toBe(
    'data: {"type":"page","number":1,"text":"Dear reader,"}\r\n\r\n' +
      'data: {"type":"page","number":2,"text":"yours."}\r\n\r\n' +
      'data: [DONE]\r\n\r\n',
  )
  await expect(create).toHaveCompleted()
})

it('answers in JSON or as text, and keeps the form', async () => {
  const create = scans('Dear reader')
  server.use(create)

  const json = await scan({ 'languages[]': 'en' })
  const text = await scan({ format: 'text' })

  await expect(json.json()).resolves.toEqual({ text: 'Dear reader' })
  await expect(text.text()).resolves.toBe('Dear reader\n')
  const [first] = create.calls
  expect(first?.body.file.name).toBe('letter.pdf')
  expect(first?.body.file.size).toBe(4)
  expect(first?.body.languages).toEqual(['en'])
})
