import { z } from 'zod'
import { valueAt } from '../protocol/fields.js'

/** The schema of a file in a form. A file has no tag in happy-dom, and is of another realm in Jest. */
export const uploadedFile = z.custom<File>((value) => {
  const { filename, bytes } = uploadedIn({ file: value })
  return filename !== undefined && bytes !== undefined
})

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
