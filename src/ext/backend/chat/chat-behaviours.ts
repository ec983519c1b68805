import { api, type Api } from '../../../routes/api.js'
import type {
  StoredChatCompletion,
  StoredMessage,
} from '../../../routes/chat-completions/stored-completions.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'
import { noneFound } from '../resources/not-found.js'
import {
  deleting,
  listing,
  retrieving,
  updating,
  type StoredFamily,
} from '../resources/family-behaviours.js'
import { found } from '../resources/found.js'
import { createChatCompletion } from './create-chat-completion.js'
import { createCompletion } from './create-completion.js'

/** Makes the behaviours of chat completions, and of those that are stored. */
export function chatBehaviours(context: BackendContext): BehavioursOf<Api['chat']['completions']> {
  const { store } = context
  const completions: StoredFamily<StoredChatCompletion> = {
    param: 'completion_id',
    collection: () => store.chatCompletions,
    missing: (id) => noneFound('chat completion', id),
  }
  const messages: StoredFamily<StoredMessage> = {
    param: 'message_id',
    collection(call) {
      const { id } = found(store.chatCompletions, call, completions.param, completions.missing)
      return store.completionMessages.of(id)
    },
    missing: (id) => noneFound('message', id),
  }
  return {
    create: (call) => createChatCompletion(context, call),
    retrieve: retrieving(completions),
    update: updating(completions),
    list: listing(completions, api.chat.completions.list),
    delete: deleting(completions),
    messages: { list: listing(messages, api.chat.completions.messages.list) },
  }
}

/** Makes the behaviour of legacy completions. */
export function completionBehaviours(context: BackendContext): BehavioursOf<Api['completions']> {
  return { create: (call) => createCompletion(context, call) }
}
