import type { Delivered } from '../../../routes/answers/answer.js'
import { deliver } from '../../../routes/answers/deliver.js'
import { stored, type AnyCall, type StoredFamily } from '../resources/family-behaviours.js'
import type { ContentCollection } from '../store/content-collection.js'

/** A family of files that a backend keeps with their contents. */
export interface StoredFiles<File extends object> extends StoredFamily<File> {
  collection(call: AnyCall): ContentCollection<File>
}

/** The content types of files, by the ends of their names. */
const TYPES: Readonly<Record<string, string>> = {
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  html: 'text/html; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  jsonl: 'application/jsonl',
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
}

/**
 * Makes the behaviour that gives the content of a file.
 *
 * @param nameOf Gives the name of the file, which decides its content type.
 */
export function reading<File extends object>(
  family: StoredFiles<File>,
  nameOf: (file: File) => string,
) {
  return (call: AnyCall): Delivered => {
    const name = nameOf(stored(family, call))
    const content = family.collection(call).content(call.params[family.param] ?? '')
    return deliver(content, { headers: { 'content-type': typeOf(name) } })
  }
}

function typeOf(name: string): string {
  const end = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return TYPES[end] ?? 'application/octet-stream'
}
