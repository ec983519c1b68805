import { z } from 'zod'
import { tagOf } from '../answers/answer-kind.js'
import { valueAt } from '../protocol/fields.js'

/** The schema of a file in a form. The tag recognizes a file: Jest's files are of another realm. */
export const uploadedFile = z.custom<File>((value) => tagOf(value) === 'File')

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
