import type { Partially } from '../../../routes/protocol/defaults.js'
import { textAt } from '../../../routes/protocol/fields.js'
import { encodeText } from '../../../streaming/internal.js'
import { Collection, type ResourceCollection } from './collection.js'

/** Files of one kind, in the order of their creation, with their contents. */
export interface FileCollection<File> extends ResourceCollection<File> {
  /**
   * Adds a file, or replaces the one with its id. Fields with a default may be omitted.
   *
   * @param content The content; that of the replaced file unless given. A text is UTF-8.
   * @returns The whole file.
   *
   * @example
   * openai.store.files.put({ filename: 'handbook.txt' }, 'Refunds take 14 days.')
   */
  put(file: Partially<File>, content?: string | Uint8Array): File
  /** Gives the content of the file with an id; empty unless it was given. */
  content(id: string): Uint8Array
}

/** Files with their contents, in memory. */
export class ContentCollection<File extends object>
  extends Collection<File>
  implements FileCollection<File>
{
  readonly #contents = new Map<string, Uint8Array>()

  override put(given: Partially<File>, content?: string | Uint8Array): File {
    const file = super.put(given)
    const id = textAt(file, 'id')
    const bytes = typeof content === 'string' ? encodeText(content) : content
    const kept = bytes ?? this.#contents.get(id)
    if (!kept) return file

    this.#contents.set(id, kept)
    // A part of an upload has no size. Any other file has that of its content.
    return 'bytes' in file ? super.put({ ...file, bytes: kept.length } as Partially<File>) : file
  }

  content(id: string): Uint8Array {
    return this.#contents.get(id) ?? new Uint8Array()
  }

  override delete(id: string): boolean {
    this.#contents.delete(id)
    return super.delete(id)
  }

  override clear(): void {
    this.#contents.clear()
    super.clear()
  }
}
