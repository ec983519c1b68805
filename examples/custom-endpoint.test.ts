import { createRoute, EventStream, namedByType } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import { expect, it } from 'vitest'
import { z } from 'zod'

const server = useServer()

const progress = createRoute({
  name: 'jobs.watch',
  method: 'GET',
  path: '/jobs/:job_id/events',
  streams: () => true,
  wire: {
    event: z.object({ type: z.literal('progress'), percent: z.number().max(100) }),
    frame: namedByType,
  },
})

class Job extends EventStream<{ type: 'progress'; percent: number }> {
  *generate() {
    yield { type: 'progress' as const, percent: 50 }
    yield { type: 'progress' as const, percent: 100 }
  }
}

it('serves an endpoint that nobody has declared before', async () => {
  const watch = progress(new Job())
  server.use(watch)

  const response = await fetch('https://api.openai.com/v1/jobs/job_1/events')

  await expect(response.text()).resolves.toBe(
    'event: progress\ndata: {"type":"progress","percent":50}\n\n' +
      'event: progress\ndata: {"type":"progress","percent":100}\n\n',
  )
  expect(watch.calls[0]?.params).toEqual({ job_id: 'job_1' })
})
