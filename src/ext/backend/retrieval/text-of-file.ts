import type { MemoryStore } from '../store/store.js'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Gives the text of a file; an empty text for a file that is no text in UTF-8. */
export function textOfFile({ files }: Pick<MemoryStore, 'files'>, id: string): string {
  try {
    const text = utf8.decode(files.content(id))
    return text.includes('\0') ? '' : text
  } catch {
    // An image has no text, and no parser reads documents here.
    return ''
  }
}
