import { valueAt } from '../protocol/fields.js'

/** Gives the name and the size of a file in the body of a request, in bytes. */
export function uploadedIn(body: unknown): { filename?: string; bytes?: number } {
  const file = valueAt(body, 'file')
  const filename = valueAt(file, 'name')
  const bytes = valueAt(file, 'size')
  return {
    ...(typeof filename === 'string' && { filename }),
    ...(typeof bytes === 'number' && { bytes }),
  }
}
