import type { FileObject } from 'openai/resources/files'
import { fill, type Partially } from '../protocol/defaults.js'
import { CREATED_AT } from '../resources/created-at.js'

/** The time after which the input of a batch expires, in seconds. Other files do not expire by themselves. */
const BATCH_INPUT_LIFETIME = 30 * 24 * 3600

/** Makes a whole file of one that lacks fields. */
export function completeFile(given: Partially<FileObject>): FileObject {
  const { created_at = CREATED_AT, purpose } = given
  const blank = {
    object: 'file',
    id: 'file-1',
    purpose: 'user_data',
    filename: 'file.txt',
    bytes: 0,
    created_at,
    expires_at: purpose === 'batch' ? created_at + BATCH_INPUT_LIFETIME : null,
    status: 'processed',
    status_details: null,
  }
  // By the SDK's type, a file lacks the fields that are null.
  return fill(blank as unknown as FileObject, given)
}
