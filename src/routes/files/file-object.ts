import type { FileObject } from 'openai/resources/files'
import { fill, type Partially } from '../protocol/defaults.js'
import { CREATED_AT } from '../resources/created-at.js'

/** Makes a whole file of one that lacks fields. */
export function completeFile(given: Partially<FileObject>): FileObject {
  const blank = {
    object: 'file',
    id: 'file-1',
    purpose: 'user_data',
    filename: 'file.txt',
    bytes: 0,
    created_at: CREATED_AT,
    expires_at: null,
    status: 'processed',
    status_details: null,
  }
  // By the SDK's type, a file lacks the fields that are null.
  return fill(blank as unknown as FileObject, given)
}
