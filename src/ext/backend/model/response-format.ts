import { valueAt } from '../../../routes/protocol/fields.js'
import type { ModelRequest } from './model-request.js'

/** Reads a format of an answer, as `response_format` has it. */
export function formatOf(format: unknown): ModelRequest['format'] {
  switch (valueAt(format, 'type')) {
    case 'json_schema':
      return { type: 'json_schema', schema: valueAt(format, 'json_schema', 'schema') ?? {} }
    case 'json_object':
      return { type: 'json_object' }
    default:
      return { type: 'text' }
  }
}
