import type { Run, RunUpdateParams } from 'openai/resources/beta/threads/runs/runs'
import { defined } from '../protocol/defaults.js'
import { completionUsageOf } from '../protocol/answer-usage.js'
import { bodyWithMetadata } from '../resources/metadata-schema.js'
import { pollHeaders } from '../resources/poll-headers.js'
import {
  listEndpoint,
  repeated,
  resourceEndpoint,
  type LastingFamily,
  type ResourceEndpoint,
} from '../resources/resource-endpoints.js'
import { completeRun } from '../runs/complete.js'
import { fromReply } from '../runs/from-reply.js'
import { plainRun } from '../runs/unfold.js'

const runs: LastingFamily<Run> = {
  name: 'beta.threads.runs',
  path: '/threads/:thread_id/runs',
  param: 'run_id',
  prefix: 'run_',
  complete: (id, given, { body, params, number }) =>
    plainRun(
      completeRun(
        { id, ...defined(given) },
        { params, number, body: { ...repeated(body, { metadata: null }) } },
      ),
    ),
  headersOf: pollHeaders,
  usageOf: completionUsageOf,
}

const one = `${runs.path}/:run_id` as const

/** The endpoints of the runs of a thread that never stream. */
export const threadRun = {
  retrieve: retrieveRun(),
  update: resourceEndpoint<Run, Omit<RunUpdateParams, 'thread_id'>>(runs, {
    name: 'update',
    method: 'POST',
    path: one,
    body: bodyWithMetadata,
  }),
  list: listEndpoint(runs, { name: 'list', method: 'GET', path: runs.path }),
  cancel: resourceEndpoint<Run, undefined>(runs, {
    name: 'cancel',
    method: 'POST',
    path: `${one}/cancel`,
    fields: { status: 'cancelling' },
  }),
}

/**
 * Declares the endpoint `GET /threads/{thread_id}/runs/{run_id}`, from which a client that polls
 * gets the calls of the model.
 */
function retrieveRun(): ResourceEndpoint<Run, undefined> {
  const retrieve = { name: 'retrieve', method: 'GET', path: one } as const
  return { ...resourceEndpoint<Run, undefined>(runs, retrieve), fromReply }
}
