import { createRun, createThreadAndRun, submitToolOutputs } from '../runs/endpoint.js'
import { assistant } from './assistant.js'
import { runStep } from './run-step.js'
import { threadMessage } from './thread-message.js'
import { threadRun } from './thread-run.js'
import { thread } from './thread.js'

/** The endpoints of Assistants, with their threads. */
export const assistantsBeta = {
  /** Assistants. */
  assistants: {
    /**
     * Creates a route that answers `POST /assistants`.
     *
     * @example
     * server.use(beta.assistants.create())
     */
    create: assistant.create,
    /**
     * Creates a route that answers `GET /assistants/{assistant_id}`.
     *
     * @example
     * server.use(beta.assistants.retrieve({ name: 'Tutor' }))
     */
    retrieve: assistant.retrieve,
    /**
     * Creates a route that answers `POST /assistants/{assistant_id}`.
     *
     * @example
     * server.use(beta.assistants.update())
     */
    update: assistant.update,
    /**
     * Creates a route that answers `GET /assistants`, page by page.
     *
     * @example
     * server.use(beta.assistants.list([{ name: 'Tutor' }, { name: 'Editor' }]))
     */
    list: assistant.list,
    /**
     * Creates a route that answers `DELETE /assistants/{assistant_id}`.
     *
     * @example
     * server.use(beta.assistants.delete())
     */
    delete: assistant.delete,
  },
  /** Threads. */
  threads: {
    /**
     * Creates a route that answers `POST /threads`.
     *
     * @example
     * server.use(beta.threads.create())
     */
    create: thread.create,
    /**
     * Creates a route that answers `GET /threads/{thread_id}`.
     *
     * @example
     * server.use(beta.threads.retrieve({ metadata: { user: 'ada' } }))
     */
    retrieve: thread.retrieve,
    /**
     * Creates a route that answers `POST /threads/{thread_id}`.
     *
     * @example
     * server.use(beta.threads.update())
     */
    update: thread.update,
    /**
     * Creates a route that answers `DELETE /threads/{thread_id}`.
     *
     * @example
     * server.use(beta.threads.delete())
     */
    delete: thread.delete,
    /**
     * Creates a route that answers `POST /threads/runs`.
     *
     * @example
     * server.use(beta.threads.createAndRun('Hello there'))
     */
    createAndRun: createThreadAndRun,
    /** Messages of a thread. */
    messages: {
      /**
       * Creates a route that answers `POST /threads/{thread_id}/messages`.
       *
       * @example
       * server.use(beta.threads.messages.create())
       */
      create: threadMessage.create,
      /**
       * Creates a route that answers `GET /threads/{thread_id}/messages/{message_id}`.
       *
       * @example
       * server.use(beta.threads.messages.retrieve({ content: [{ text: { value: 'Hello there' } }] }))
       */
      retrieve: threadMessage.retrieve,
      /**
       * Creates a route that answers `POST /threads/{thread_id}/messages/{message_id}`.
       *
       * @example
       * server.use(beta.threads.messages.update())
       */
      update: threadMessage.update,
      /**
       * Creates a route that answers `GET /threads/{thread_id}/messages`, page by page.
       *
       * @example
       * server.use(beta.threads.messages.list([{ content: [{ text: { value: 'Hello there' } }] }]))
       */
      list: threadMessage.list,
      /**
       * Creates a route that answers `DELETE /threads/{thread_id}/messages/{message_id}`.
       *
       * @example
       * server.use(beta.threads.messages.delete())
       */
      delete: threadMessage.delete,
    },
    /** Runs. */
    runs: {
      /**
       * Creates a route that answers `POST /threads/{thread_id}/runs`.
       *
       * @example
       * server.use(beta.threads.runs.create('Hello there'))
       */
      create: createRun,
      /**
       * Creates a route that answers `GET /threads/{thread_id}/runs/{run_id}`. Clients poll without
       * a pause.
       *
       * @example
       * server.use(beta.threads.runs.retrieve(inOrder({ status: 'in_progress' }, { status: 'completed' })))
       */
      retrieve: threadRun.retrieve,
      /**
       * Creates a route that answers `POST /threads/{thread_id}/runs/{run_id}`.
       *
       * @example
       * server.use(beta.threads.runs.update())
       */
      update: threadRun.update,
      /**
       * Creates a route that answers `GET /threads/{thread_id}/runs`, page by page.
       *
       * @example
       * server.use(beta.threads.runs.list([{ status: 'in_progress' }, {}]))
       */
      list: threadRun.list,
      /**
       * Creates a route that answers `POST /threads/{thread_id}/runs/{run_id}/cancel`.
       *
       * @example
       * server.use(beta.threads.runs.cancel())
       */
      cancel: threadRun.cancel,
      /**
       * Creates a route that answers `POST /threads/{thread_id}/runs/{run_id}/submit_tool_outputs`.
       *
       * @example
       * server.use(beta.threads.runs.submitToolOutputs('It is sunny in Paris.'))
       */
      submitToolOutputs,
      /** Steps of a run. */
      steps: {
        /**
         * Creates a route that answers `GET /threads/{thread_id}/runs/{run_id}/steps/{step_id}`.
         *
         * @example
         * server.use(beta.threads.runs.steps.retrieve({ status: 'in_progress' }))
         */
        retrieve: runStep.retrieve,
        /**
         * Creates a route that answers `GET /threads/{thread_id}/runs/{run_id}/steps`, page by page.
         *
         * @example
         * server.use(beta.threads.runs.steps.list([{}, { status: 'in_progress' }]))
         */
        list: runStep.list,
      },
    },
  },
}
