import type { Dialect } from '../dialect.js'
import { defined } from '../protocol/defaults.js'
import { changeByName } from './change-by-name.js'
import type { MessageFields } from './chat-pieces.js'
import { inStyle, type ChatStyle } from './chat-style.js'
import { keyCheck } from './key-check.js'

const style: ChatStyle = {
  role: 'always',
  withoutRules: ['chat/usage-alone', 'chat/role-once'],
  chunk: (
    { index, delta, finish_reason, logprobs = null, more },
    { id, created, model },
    place,
  ) => ({
    id,
    object: 'chat.completion.chunk',
    created,
    choices: [
      {
        index,
        text: delta.content ?? '',
        logprobs,
        finish_reason,
        seed: null,
        delta: deltaOf(delta),
        ...more,
      },
    ],
    model,
    usage: place.usage ?? null,
  }),
  usage: ({ prompt_tokens, completion_tokens, total_tokens, cached_tokens, more }) => ({
    prompt_tokens,
    completion_tokens,
    total_tokens,
    cached_tokens,
    ...more,
  }),
  message: (fields) => fields,
}

/**
 * Together: the role and `text` in every chunk, and the usage in the chunk with the `finish_reason`.
 *
 * @example
 * const { chat } = createRoutes({ dialect: together })
 */
export const together: Dialect = {
  name: 'together',
  baseURL: 'https://api.together.xyz/v1',
  endpoint: changeByName({ 'chat.completions.create': (chat) => inStyle(chat, style) }),
  refuse: keyCheck({
    message:
      'Invalid API key provided. You can find your API key at https://api.together.ai/settings/api-keys.',
  }),
}

function deltaOf({ role, content = '', ...fields }: MessageFields): object {
  return { ...defined({ role, content }), ...fields }
}
