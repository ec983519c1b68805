import type { ClientName } from './clients/index.js'
import type { Ending } from './fault.js'

/** The report of each client on each ending: an error, and its code. */
export const endings: Record<Ending, Partial<Record<ClientName, string>>> = {
  end: inAll('the end'),
  silence: inAll('nothing, until it disconnects'),
  cut: {
    'openai 7': 'TypeError: terminated (UND_ERR_SOCKET)',
    'openai 6': 'TypeError: terminated (UND_ERR_SOCKET)',
    'openai 4': 'Error: Premature close (ERR_STREAM_PREMATURE_CLOSE)',
    fetch: 'TypeError: terminated (UND_ERR_SOCKET)',
    'node:http': 'Error: aborted (ECONNRESET)',
  },
  refused: {
    'openai 7': 'APIConnectionError: Connection error.',
    'openai 6': 'APIConnectionError: Connection error.',
    'openai 4': 'APIConnectionError: Connection error. (ECONNRESET)',
    fetch: 'TypeError: fetch failed (UND_ERR_SOCKET)',
    'node:http': 'Error: socket hang up (ECONNRESET)',
  },
  APIError: inSDKs('APIError: Overloaded'),
  SyntaxError: inSDKs('SyntaxError'),
}

function inSDKs(text: string) {
  return { 'openai 7': text, 'openai 6': text, 'openai 4': text }
}

function inAll(text: string) {
  return { ...inSDKs(text), fetch: text, 'node:http': text }
}
