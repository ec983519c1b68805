import type { Api } from '../../routes/api.js'
import { assistantBehaviours } from './assistants/assistant-behaviours.js'
import { chatBehaviours, completionBehaviours } from './chat/chat-behaviours.js'
import type { BehavioursOf } from './behaviour.js'
import type { BackendContext } from './context.js'
import { batchBehaviours } from './files/batch-behaviours.js'
import { containerBehaviours } from './files/container-behaviours.js'
import { fileBehaviours } from './files/file-behaviours.js'
import { modelBehaviours } from './files/model-behaviours.js'
import { uploadBehaviours } from './files/upload-behaviours.js'
import { voiceBehaviours } from './files/voice-behaviours.js'
import { imageBehaviours, speechBehaviours } from './media/media-behaviours.js'
import { conversationBehaviours } from './responses/conversation-behaviours.js'
import { betaResponseBehaviours, responseBehaviours } from './responses/response-behaviours.js'
import {
  embeddingBehaviours,
  moderationBehaviours,
  vectorStoreBehaviours,
} from './retrieval/retrieval-behaviours.js'

/** Makes the behaviours of all endpoints of one backend. */
export function behavioursOf(context: BackendContext): BehavioursOf<Api> {
  return {
    chat: { completions: chatBehaviours(context) },
    completions: completionBehaviours(context),
    responses: responseBehaviours(context),
    conversations: conversationBehaviours(context),
    embeddings: embeddingBehaviours(),
    moderations: moderationBehaviours(context),
    models: modelBehaviours(context),
    files: fileBehaviours(context),
    uploads: uploadBehaviours(context),
    batches: batchBehaviours(context),
    images: imageBehaviours(),
    audio: { ...speechBehaviours(), ...voiceBehaviours(context) },
    vectorStores: vectorStoreBehaviours(context),
    containers: containerBehaviours(context),
    beta: { ...assistantBehaviours(context), responses: betaResponseBehaviours(context) },
  }
}
