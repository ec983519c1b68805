import { styleText } from 'node:util'
import { print, shorten } from '../../routes/protocol/print.js'
import type { ExchangeEntry } from './exchange.js'

/** Matches a name that can be printed as it is. */
const PLAIN = /^[\w./:@+-]{1,80}$/

/** Describes an exchange on one line. */
export function requestLine(entry: ExchangeEntry, hasColour: boolean): string {
  const { method, path, status, model, stream, rule, sent, outcome, ms, tokens } = entry
  const code = String(status ?? '–')
  const parts = [
    hasColour ? styleText(colourOf(entry), code, { validateStream: false }) : code,
    `${method} ${shorten(path)}`,
    model === null ? undefined : plain(model),
    stream ? 'stream' : undefined,
    rule === null ? undefined : `rule ${plain(rule)}`,
    stream ? `${sent} events` : undefined,
    outcome,
    tokens ? `${tokens.input}+${tokens.output} tokens` : undefined,
    `${Math.round(ms ?? 0)} ms`,
  ]
  return parts.filter((part) => part !== undefined).join('  ')
}

/** Writes a name that a client chose, which may contain characters that control a terminal. */
function plain(name: string): string {
  return PLAIN.test(name) ? name : print(name)
}

function colourOf({ status, outcome }: ExchangeEntry): 'green' | 'yellow' | 'red' {
  if (status === null || status >= 500 || outcome === 'broken') return 'red'
  return status >= 400 || outcome === 'aborted' || outcome === 'cut' ? 'yellow' : 'green'
}
