import { jsonIn } from '../../routes/protocol/json.js'
import type { ShownReply } from './shown-stream.js'

/** The most characters of a text that a page shows: more are pictures and other data. */
const MOST_CHARACTERS = 50_000

/** Reads a plain answer for people: JSON as a value, and other texts as they are. */
export async function readReply(response: Response | undefined): Promise<ShownReply | undefined> {
  if (!response) return undefined
  const { status, headers } = response
  const type = headers.get('content-type') ?? ''
  if (!/^text\/|json/.test(type)) return { status, body: type || undefined }
  const text = await response.text()
  const isLong = text.length > MOST_CHARACTERS
  if (isLong) return { status, body: `${text.slice(0, MOST_CHARACTERS)}…` }
  const json = type.includes('json') ? jsonIn(text) : undefined
  // An answer in JSON may be wrong on purpose: the page shows the text.
  return { status, body: json === undefined ? text : json }
}
