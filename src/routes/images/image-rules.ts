import { unknownParameter, type Rule } from '../request/request-schema.js'
import { isDallE } from './image-settings.js'

/** The fields of a request of which some models know only a part. */
interface ModelFields {
  readonly model?: string | null | undefined
  readonly response_format?: string | null | undefined
  readonly stream?: boolean | string | null | undefined
}

/** Refuses a parameter that the model does not know: each family of models lacks one. */
export const onlyKnownParameters: Rule<ModelFields> = ({ model, response_format, stream }) => {
  if (isGPT(model) && response_format != null) return unknownParameter('response_format')
  return isDallE(model) && String(stream) === 'true' ? unknownParameter('stream') : undefined
}

/** Recognizes the models whose images have no URLs. */
function isGPT(model: unknown): boolean {
  return typeof model === 'string' && /^(chat)?gpt-image/.test(model)
}
