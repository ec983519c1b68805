import { chat, chatCompletionWriter, createRoute, EventStream, namedByType } from 'msw-openai'
import { lint, protocolRules } from 'msw-openai/lint'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { useServer } from 'msw-openai/vitest'
import { expect, it } from 'vitest'
import { z } from 'zod'

class Unfinished extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    yield* chatCompletionWriter().text('Hello')
  }
}

it('finds that a script does not finish', async () => {
  const findings = await lint(chat.completions.create, new Unfinished())

  expect(findings).toMatchObject([
    {
      rule: 'chat/finish-missing',
      severity: 'error',
      message: 'Choice 0 has no finish_reason.',
    },
  ])
})

interface Progress {
  type: 'progress'
  percent: number
}

const progress = createRoute({
  name: 'jobs.watch',
  method: 'GET',
  path: '/jobs/:job_id/events',
  streams: () => true,
  wire: {
    event: z.object({ type: z.literal('progress'), percent: z.number() }),
    frame: namedByType,
  },
  rules: protocolRules<Progress, { percent: number }>(
    [
      {
        id: 'jobs/forward',
        severity: 'error',
        reason: 'A progress bar never goes back.',
        event: ({ event }, before) =>
          event.percent < before.percent
            ? { message: `The job goes back to ${event.percent} percent.` }
            : undefined,
      },
    ],
    () => ({ percent: 0 }),
    (state, { percent }) => {
      state.percent = percent
    },
  ),
})

it('finds that a job goes back', async () => {
  const events = [90, 50].map((percent) => ({ type: 'progress' as const, percent }))

  expect(await lint(progress, events)).toMatchObject([{ rule: 'jobs/forward', index: 1 }])
})

class Job extends EventStream<Progress> {
  *generate(): Generator<Progress> {
    for (const percent of [50, 90]) yield { type: 'progress', percent }
  }
}

const server = useServer({ lint: 'error' })

it('follows a job that goes forward', async () => {
  server.use(progress(new Job()))

  const response = await fetch('https://api.openai.com/v1/jobs/1/events')
  expect(await response.text()).toContain('"percent":90')
})
