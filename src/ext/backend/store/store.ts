import type { Assistant } from 'openai/resources/beta/assistants'
import type { Message } from 'openai/resources/beta/threads/messages'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { RunStep } from 'openai/resources/beta/threads/runs/steps'
import type { Thread } from 'openai/resources/beta/threads/threads'
import type { Batch } from 'openai/resources/batches'
import type { ContainerCreateResponse } from 'openai/resources/containers/containers'
import type { FileCreateResponse } from 'openai/resources/containers/files/files'
import type { Conversation } from 'openai/resources/conversations/conversations'
import type { ConversationItem } from 'openai/resources/conversations/items'
import type { FileObject } from 'openai/resources/files'
import type { Model } from 'openai/resources/models'
import type { ResponseItem } from 'openai/resources/responses/responses'
import type { Upload, UploadPart } from 'openai/resources/uploads'
import type { VectorStoreFileBatch } from 'openai/resources/vector-stores/file-batches'
import type { VectorStoreFile } from 'openai/resources/vector-stores/files'
import type { VectorStore } from 'openai/resources/vector-stores/vector-stores'
import type {
  StoredChatCompletion,
  StoredMessage,
} from '../../../routes/chat-completions/stored-completions.js'
import type { CallRequest } from '../../../routes/endpoint.js'
import type { Partially } from '../../../routes/protocol/defaults.js'
import type { WireResponse } from '../../../routes/responses/response-event-schema.js'
import type { Voice } from '../../../routes/voices/voice.js'
import type { VoiceConsent } from '../../../routes/voices/voice-consent.js'
import type { Numbering } from '../numbering.js'
import { identified, itemIds } from '../responses/item-ids.js'
import { Children, type ChildCollections } from './children.js'
import { Collection, type ResourceCollection } from './collection.js'
import { ContentCollection, type FileCollection } from './content-collection.js'
import { rulesOf, type Kind } from './kind.js'
import { KINDS, type BatchFile } from './kinds.js'
import { vectorStoreCollections } from './vector-store-collections.js'

/** Everything that a backend keeps. A test can read and change it. */
export interface Store {
  /** Assistants. */
  readonly assistants: ResourceCollection<Assistant>
  /** Threads. With a thread go its messages and its runs. */
  readonly threads: ResourceCollection<Thread>
  /** The messages of each thread. */
  readonly messages: ChildCollections<Message>
  /** The runs of each thread. With a run go its steps. */
  readonly runs: ChildCollections<Run>
  /** The steps of each run. */
  readonly steps: ChildCollections<RunStep>
  /** Responses. With a response go the items of its input. */
  readonly responses: ResourceCollection<WireResponse>
  /** The items of the input of each response. */
  readonly inputItems: ChildCollections<ResponseItem>
  /** Conversations. With a conversation go its items. */
  readonly conversations: ResourceCollection<Conversation>
  /** The items of each conversation. */
  readonly items: ChildCollections<ConversationItem>
  /** Chat completions that were created with `store: true`. With a completion go its messages. */
  readonly chatCompletions: ResourceCollection<StoredChatCompletion>
  /** The messages of the request of each stored chat completion. */
  readonly completionMessages: ChildCollections<StoredMessage>
  /** Files. A file that is deleted leaves its vector stores. */
  readonly files: FileCollection<FileObject>
  /** Uploads. With an upload go its parts. */
  readonly uploads: ResourceCollection<Upload>
  /** The parts of each upload, with their contents. */
  readonly uploadParts: ChildCollections<UploadPart, FileCollection<UploadPart>>
  /**
   * Vector stores, with the counts and the size of their files. With a vector store go its files and
   * batches of files, but not the files themselves.
   */
  readonly vectorStores: ResourceCollection<VectorStore>
  /** The files of each vector store, by the ids of the files. */
  readonly vectorStoreFiles: ChildCollections<VectorStoreFile>
  /** The batches of files of each vector store. */
  readonly fileBatches: ChildCollections<VectorStoreFileBatch>
  /** The ids of the files of each batch of files. The files are those of its vector store. */
  readonly batchFiles: ChildCollections<BatchFile>
  /** Batches of requests. */
  readonly batches: ResourceCollection<Batch>
  /** Containers. With a container go its files. */
  readonly containers: ResourceCollection<ContainerCreateResponse>
  /** The files of each container. */
  readonly containerFiles: ChildCollections<FileCreateResponse, FileCollection<FileCreateResponse>>
  /** Models: those of OpenAI that a test is likely to name, and any others. */
  readonly models: ResourceCollection<Model>
  /** Custom voices. */
  readonly voices: ResourceCollection<Voice>
  /** Consents to custom voices. */
  readonly voiceConsents: ResourceCollection<VoiceConsent>
}

/** The store of a backend, in memory. */
export type MemoryStore = ReturnType<typeof createStore>

/** Makes an empty store. */
export function createStore(numbering: Numbering) {
  const collection = <Resource extends object>(kind: Kind<Resource>) =>
    new Collection(rulesOf(kind, numbering))
  const children = <Resource extends object>(kind: Kind<Resource>) =>
    new Children<Resource, Collection<Resource>>(
      (parent) => new Collection(rulesOf(kind, numbering, parent)),
    )

  const childFiles = <File extends object>(kind: Kind<File>) =>
    new Children<File, ContentCollection<File>>(
      (parent) => new ContentCollection(rulesOf(kind, numbering, parent)),
    )

  const steps = children(KINDS.steps)
  const runs = children({ ...KINDS.runs, onDelete: (id) => steps.delete(id) })
  const messages = children(KINDS.messages)
  const inputItems = children(KINDS.inputItems)
  const items = children(KINDS.items)
  const completionMessages = children(KINDS.completionMessages)
  const uploadParts = childFiles(KINDS.uploadParts)
  const retrieval = vectorStoreCollections(numbering)
  const containerFiles = childFiles(KINDS.containerFiles)

  return {
    assistants: collection(KINDS.assistants),
    threads: collection({
      ...KINDS.threads,
      onDelete(id) {
        messages.delete(id)
        runs.delete(id)
      },
    }),
    messages,
    runs,
    steps,
    responses: collection({
      ...KINDS.responses,
      endpoint: numberingItems(KINDS.responses.endpoint, numbering),
      onDelete: (id) => inputItems.delete(id),
    }),
    inputItems,
    conversations: collection({ ...KINDS.conversations, onDelete: (id) => items.delete(id) }),
    items,
    chatCompletions: collection({
      ...KINDS.chatCompletions,
      onDelete: (id) => completionMessages.delete(id),
    }),
    completionMessages,
    files: new ContentCollection(
      rulesOf(
        { ...KINDS.files, onDelete: (id) => retrieval.vectorStoreFiles.deleteEverywhere(id) },
        numbering,
      ),
    ),
    uploads: collection({ ...KINDS.uploads, onDelete: (id) => uploadParts.delete(id) }),
    uploadParts,
    ...retrieval,
    batches: collection(KINDS.batches),
    containers: collection({ ...KINDS.containers, onDelete: (id) => containerFiles.delete(id) }),
    containerFiles,
    models: collection(KINDS.models),
    voices: collection(KINDS.voices),
    voiceConsents: collection(KINDS.voiceConsents),
  } satisfies Store
}

/** Gives the items of responses, too, ids of which the backend gives each once. */
function numberingItems({ complete }: Kind<WireResponse>['endpoint'], numbering: Numbering) {
  return {
    complete(given: Partially<WireResponse>, request: CallRequest<never>): WireResponse {
      const { output = [] } = given
      const nextId = itemIds(numbering, output)
      const whole = { ...given, output: output.map((item) => identified(item, nextId)) }
      // Without `complete`, the author gives the whole response.
      return complete?.(whole, request) ?? (whole as WireResponse)
    },
  }
}
