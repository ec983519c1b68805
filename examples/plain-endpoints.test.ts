import { apiError, createRoute, when } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { EvalDeleteResponse } from 'openai/resources/evals/evals'
import { expect, it } from 'vitest'

const server = useServer()

const retrieve = createRoute({ name: 'evals.retrieve', method: 'GET', path: '/evals/:eval_id' })

const remove = createRoute({
  name: 'evals.delete',
  method: 'DELETE',
  path: '/evals/:eval_id',
  complete: (_given, { params }): EvalDeleteResponse => ({
    eval_id: params.eval_id ?? '',
    object: 'eval.deleted',
    deleted: true,
  }),
})

it('answers a GET with the resource that it is given', async () => {
  const politeness = { id: 'eval_1', object: 'eval', name: 'Politeness' }
  const route = retrieve([
    when(({ params }) => params.eval_id === 'eval_1', politeness),
    when({}, apiError(404)),
  ])
  server.use(route)
  const { evals } = new OpenAI({ apiKey: 'test' })

  await expect(evals.retrieve('eval_1')).resolves.toEqual(politeness)
  await expect(evals.retrieve('eval_2')).rejects.toMatchObject({ status: 404 })
  expect(route.calls.map(({ params }) => params.eval_id)).toEqual(['eval_1', 'eval_2'])
})

it('answers a DELETE with what the endpoint makes of the request', async () => {
  const route = remove({})
  server.use(route)
  const { evals } = new OpenAI({ apiKey: 'test' })

  await expect(evals.delete('eval_1')).resolves.toEqual({
    eval_id: 'eval_1',
    object: 'eval.deleted',
    deleted: true,
  })
  expect(route.calls[0]?.body).toBeUndefined()
})
