import type { ResponseItem } from 'openai/resources/responses/responses'
import { api } from '../../../routes/api.js'
import type { StoredMessage } from '../../../routes/chat-completions/stored-completions.js'
import type { CallRequest } from '../../../routes/endpoint.js'
import type { Partially } from '../../../routes/protocol/defaults.js'
import type { ListPage } from '../../../routes/resources/list-page.js'

const { audio, beta, chat, containers, conversations, responses, uploads, vectorStores } = api

const threadOf = (thread_id: string) => ({ thread_id })
const vectorStoreOf = (vector_store_id: string) => ({ vector_store_id })
const idAlone: { complete?(given: Partially<BatchFile>): BatchFile } = {}

/** A file of a batch of files. */
export interface BatchFile {
  /** The id of the file. */
  readonly id: string
}

/** The kinds of resources that a backend keeps. */
export const KINDS = {
  assistants: { prefix: 'asst_', endpoint: beta.assistants.retrieve },
  threads: { prefix: 'thread_', endpoint: beta.threads.retrieve },
  messages: { prefix: 'msg_', endpoint: beta.threads.messages.retrieve, params: threadOf },
  runs: { prefix: 'run_', endpoint: beta.threads.runs.retrieve, params: threadOf },
  steps: {
    prefix: 'step_',
    endpoint: beta.threads.runs.steps.retrieve,
    params: (run_id: string) => ({ run_id }),
  },
  responses: { prefix: 'resp_', endpoint: responses.retrieve },
  inputItems: {
    prefix: 'msg_',
    endpoint: itemOf<ResponseItem>(responses.inputItems.list),
    time: 'none',
  },
  conversations: { prefix: 'conv_', endpoint: conversations.retrieve },
  items: { prefix: 'msg_', endpoint: conversations.items.retrieve, time: 'none' },
  chatCompletions: {
    prefix: 'chatcmpl-',
    endpoint: chat.completions.retrieve,
    time: 'created',
  },
  completionMessages: {
    prefix: 'msg_',
    endpoint: itemOf<StoredMessage>(chat.completions.messages.list),
    time: 'none',
  },
  files: { prefix: 'file-', endpoint: api.files.retrieve },
  uploads: { prefix: 'upload_', endpoint: uploads.create },
  uploadParts: {
    prefix: 'part_',
    endpoint: uploads.parts.create,
    params: (upload_id: string) => ({ upload_id }),
  },
  vectorStores: { prefix: 'vs_', endpoint: vectorStores.retrieve },
  vectorStoreFiles: {
    prefix: 'file-',
    endpoint: vectorStores.files.retrieve,
    params: vectorStoreOf,
  },
  fileBatches: {
    prefix: 'vsfb_',
    endpoint: vectorStores.fileBatches.retrieve,
    params: vectorStoreOf,
  },
  batchFiles: { prefix: 'file-', endpoint: idAlone, time: 'none' },
  batches: { prefix: 'batch_', endpoint: api.batches.retrieve },
  containers: { prefix: 'cntr_', endpoint: containers.retrieve },
  containerFiles: {
    prefix: 'cfile_',
    endpoint: containers.files.retrieve,
    params: (container_id: string) => ({ container_id }),
  },
  models: { prefix: 'model-', endpoint: api.models.retrieve, time: 'created' },
  voices: { prefix: 'voice_', endpoint: audio.voices.create },
  voiceConsents: { prefix: 'cons_', endpoint: audio.voiceConsents.retrieve },
} as const

/** Makes an endpoint with one item of an endpoint with a list. */
function itemOf<Item>({
  complete,
}: {
  complete?(given: ReadonlyArray<Partially<Item>>, request: CallRequest<never>): ListPage<Item>
}) {
  return {
    complete(given: Partially<Item>, request: CallRequest<never>): Item {
      const page = complete?.([given], request)
      // The page has the one item.
      return page?.data[0] as Item
    },
  }
}
