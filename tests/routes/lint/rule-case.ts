import { Linter, type Finding, type LintedEndpoint } from 'msw-openai/lint'

/** A stream that breaks one rule, and one that nearly does. */
export interface RuleCase {
  /** The bytes, or their text, of a stream that breaks the rule. */
  readonly wrong: string | Uint8Array
  /** The text of a stream that obeys all rules. */
  readonly right: string
  /** The ids of other rules that a stream cannot but break, too. */
  readonly also?: readonly string[]
}

/** The cases of some rules, by the ids of the rules. */
export type RuleCases = Readonly<Record<string, RuleCase>>

/** Writes records as a stream: each JSON in a record without a name. */
export function sse(...records: ReadonlyArray<string | object>): string {
  return records
    .map((data) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`)
    .join('')
}

/** Gives the bytes of a stream. */
export function bytesOf(stream: string | Uint8Array): Uint8Array {
  return typeof stream === 'string' ? new TextEncoder().encode(stream) : stream
}

/** Lints bytes in one chunk, or in several. */
export function findingsIn<Event>(
  endpoint: LintedEndpoint<Event>,
  ...chunks: ReadonlyArray<string | Uint8Array>
): Finding[] {
  const linter = new Linter(endpoint)
  const found = chunks.flatMap((chunk) => linter.bytes(bytesOf(chunk)))
  return [...found, ...linter.end()]
}

/** Lists the rules of findings, each once. */
export function rulesOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ rule }) => rule))]
}

/** Makes a stream that fails once a client has the text. */
export function failing(text: string): ReadableStream<Uint8Array> {
  const chunks = [bytesOf(text)]
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks.shift()
      if (chunk) controller.enqueue(chunk)
      else controller.error(new TypeError('terminated'))
    },
  })
}
