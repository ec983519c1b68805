import type { Model } from 'openai/resources/models'
import type { Partially } from '../../../routes/protocol/defaults.js'
import { CREATED_AT } from '../../../routes/resources/created-at.js'

/** The models of OpenAI that a test is likely to name. */
const NAMES = [
  'gpt-5.1',
  'gpt-5',
  'gpt-5-mini',
  'gpt-5-nano',
  'gpt-5-pro',
  'gpt-5-codex',
  'gpt-5-chat-latest',
  'gpt-4.1',
  'gpt-4.1-mini',
  'gpt-4.1-nano',
  'gpt-4o',
  'gpt-4o-mini',
  'gpt-4-turbo',
  'gpt-4',
  'gpt-3.5-turbo',
  'gpt-3.5-turbo-instruct',
  'o1',
  'o3',
  'o3-mini',
  'o4-mini',
  'text-embedding-3-small',
  'text-embedding-3-large',
  'text-embedding-ada-002',
  'omni-moderation-latest',
  'whisper-1',
  'gpt-4o-transcribe',
  'gpt-4o-mini-transcribe',
  'tts-1',
  'tts-1-hd',
  'gpt-4o-mini-tts',
  'gpt-image-1',
  'dall-e-3',
  'dall-e-2',
]

/** The models that every backend has from the beginning. */
export const OPENAI_MODELS: ReadonlyArray<Partially<Model>> = NAMES.map((id) => ({
  id,
  created: CREATED_AT,
  owned_by: 'system',
}))
