import type { Batch, BatchError } from 'openai/resources/batches'
import type { Partially } from '../../../routes/protocol/defaults.js'
import { textAt } from '../../../routes/protocol/fields.js'
import { ORGANIZATION } from '../../../routes/server.js'
import type { BackendContext } from '../context.js'
import { readBatchInput, type BatchInput } from './batch-input.js'
import { cancelledResults, countsOf, isCompleted, runBatch, type BatchResult } from './batch-run.js'

/**
 * Takes batches from one status to the next: a batch is validated, answers its requests, writes its
 * files, and is completed. The status of a batch and its input file are all that a step needs.
 */
export class BatchProgress {
  readonly #context: BackendContext
  /** The steps that are being made, by the batch as it was before, for clients that poll at once. */
  readonly #steps = new WeakMap<Batch, Promise<Batch>>()

  constructor(context: BackendContext) {
    this.#context = context
  }

  /**
   * Makes the next step of a batch. A batch that is over makes none.
   *
   * @param headers The headers of the request, which has the key for the requests of the batch.
   */
  next(batch: Batch, headers: Headers): Batch | Promise<Batch> {
    switch (batch.status) {
      case 'validating':
        return this.#validate(batch)
      case 'in_progress':
        return this.#runOnce(batch, headers)
      case 'finalizing':
        return this.#put(batch, { status: 'completed', completed_at: this.#now() })
      case 'cancelling':
        return this.#endCancelled(batch)
      default:
        return batch
    }
  }

  /** Begins to cancel a batch. The next step ends it. */
  cancel(batch: Batch): Batch {
    return this.#put(batch, { status: 'cancelling', cancelling_at: this.#now() })
  }

  #validate(batch: Batch): Batch {
    const { requests, errors } = this.#inputOf(batch)
    if (errors.length > 0) return this.#fail(batch, errors)
    return this.#put(batch, {
      status: 'in_progress',
      in_progress_at: this.#now(),
      model: textAt(requests[0]?.body, 'model') || undefined,
      request_counts: { total: requests.length, completed: 0, failed: 0 },
    })
  }

  #runOnce(batch: Batch, headers: Headers): Promise<Batch> {
    const step = this.#steps.get(batch) ?? this.#run(batch, headers)
    this.#steps.set(batch, step)
    return step
  }

  async #run(batch: Batch, headers: Headers): Promise<Batch> {
    const { requests, errors } = this.#inputOf(batch)
    if (errors.length > 0) return this.#fail(batch, errors)

    const { results, usage } = await runBatch(requests, headers, this.#context)
    const current = this.#context.store.batches.get(batch.id)
    // The batch was cancelled, or the backend was reset, while the requests were answered.
    if (current !== batch) return current ?? batch

    return this.#put(batch, {
      status: 'finalizing',
      finalizing_at: this.#now(),
      request_counts: countsOf(results),
      usage,
      ...this.#writeFiles(batch, results),
    })
  }

  /** Ends a cancelled batch. Requests that were to be answered have an error each. */
  #endCancelled(batch: Batch): Batch {
    const ended = { status: 'cancelled', cancelled_at: this.#now() } as const
    if (!batch.in_progress_at) return this.#put(batch, ended)

    const results = cancelledResults(this.#inputOf(batch).requests, this.#context)
    return this.#put(batch, {
      ...ended,
      request_counts: countsOf(results),
      ...this.#writeFiles(batch, results),
    })
  }

  #fail(batch: Batch, data: readonly BatchError[]): Batch {
    const errors = { object: 'list', data }
    return this.#put(batch, { status: 'failed', failed_at: this.#now(), errors })
  }

  #inputOf({ input_file_id, endpoint }: Batch): BatchInput {
    const { files } = this.#context.store
    if (!files.get(input_file_id)) return { requests: [], errors: [noInput(input_file_id)] }
    return readBatchInput(new TextDecoder().decode(files.content(input_file_id)), endpoint)
  }

  /** Writes the results of a batch into its two files. A file without lines does not exist. */
  #writeFiles({ id }: Batch, results: readonly BatchResult[]): Partially<Batch> {
    const write = (name: string, lines: readonly BatchResult[]) => {
      if (lines.length === 0) return {}
      const content = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
      const file = { filename: `${id}_${name}.jsonl`, purpose: 'batch_output' } as const
      return { [`${name}_file_id`]: this.#context.store.files.put(file, content).id }
    }
    return {
      ...write('output', results.filter(isCompleted)),
      ...write(
        'error',
        results.filter((result) => !isCompleted(result)),
      ),
    }
  }

  #put(batch: Batch, changes: Partially<Batch>): Batch {
    return this.#context.store.batches.put({ ...batch, ...changes })
  }

  #now(): number {
    return this.#context.numbering.nextTime()
  }
}

function noInput(id: string): BatchError {
  const message = `Cannot find file ${id}, or organization ${ORGANIZATION} does not have access to it.`
  return { code: 'invalid_request', message, param: 'file_id', line: null }
}
