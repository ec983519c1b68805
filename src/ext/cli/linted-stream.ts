import type { Finding } from '../../routes/lint/finding.js'
import { Linter } from '../../routes/lint/linter.js'
import type { AskedStream } from './asked-streams.js'
import { CommandError } from './command.js'
import { MOST_BYTES } from './most-bytes.js'
import type { RecordedFile } from './recorded-files.js'
import { RecordLines } from './record-lines.js'

/** The most findings of one stream that are kept: a stream without an end may have any number. */
const MOST_FINDINGS = 1000

/** A finding with the line of its record. */
export interface LineFinding extends Finding {
  /** The line, from 1 on. */
  readonly line: number
}

/** A stream with its findings. */
export interface LintedStream {
  /** The name of the file or of the request. */
  readonly name: string
  /** True where the name is one of a file. */
  readonly isFile: boolean
  /** The name of the endpoint. */
  readonly endpoint: string
  /** The first findings. */
  readonly findings: readonly LineFinding[]
  /** The numbers of all findings. */
  readonly counts: Readonly<Record<Finding['severity'], number>>
}

/**
 * Lints a recording piece by piece, so that a long one takes no more memory than a short one.
 *
 * @throws {CommandError} When a record is too long to be kept in the memory.
 */
export async function lintFile({
  name,
  isFile,
  endpoint,
  chunks,
}: RecordedFile): Promise<LintedStream> {
  const linter = new Linter(endpoint)
  const lines = new RecordLines()
  const found = new FoundInLines(lines)
  for await (const bytes of chunks) {
    lines.read(bytes)
    if (lines.openBytes > MOST_BYTES) {
      throw new CommandError(
        `Failed to lint ${name}: one record has more than 64 MB. A blank line has to end each record.`,
      )
    }
    found.add(linter.bytes(bytes))
    lines.forget()
  }
  found.add(linter.end())
  return { name, isFile, endpoint: endpoint.name, ...found.kept() }
}

/** Gives the findings of a server's stream with their lines. */
export function linesOfAsked({ name, endpoint, chunks, findings }: AskedStream): LintedStream {
  const lines = new RecordLines()
  for (const { bytes } of chunks) lines.read(bytes)
  const found = new FoundInLines(lines)
  found.add(findings)
  return { name, isFile: false, endpoint: endpoint.name, ...found.kept() }
}

/** Counts findings, and keeps the first ones with their lines. */
class FoundInLines {
  readonly #lines: RecordLines
  readonly #findings: LineFinding[] = []
  readonly #counts = { error: 0, warning: 0 }

  constructor(lines: RecordLines) {
    this.#lines = lines
  }

  add(findings: readonly Finding[]): void {
    for (const finding of findings) {
      this.#counts[finding.severity]++
      if (this.#findings.length < MOST_FINDINGS) {
        this.#findings.push({ line: this.#lines.lineAt(finding.byteOffset), ...finding })
      }
    }
  }

  kept(): Pick<LintedStream, 'findings' | 'counts'> {
    return { findings: this.#findings, counts: this.#counts }
  }
}
