import type { Finding } from '../../routes/lint/finding.js'
import { comparison, counted } from '../show/stream-lines.js'
import { onLines, onOneLine } from '../show/terminal-text.js'
import type { LintedStream, LineFinding } from './linted-stream.js'
import type { StreamProblem } from './recorded-files.js'

/** The formats of the findings. */
export const LINT_FORMATS = ['text', 'json', 'github'] as const
export type LintFormat = (typeof LINT_FORMATS)[number]

/** The streams that were linted, and those that could not be. */
export interface LintReport {
  readonly streams: readonly LintedStream[]
  readonly problems: readonly StreamProblem[]
  /** Sentences on what is no fault. */
  readonly notes: readonly string[]
}

/** The texts of a report for the two outputs of a command. */
interface WrittenReport {
  readonly stdout: string
  readonly stderr: string
}

/** A finding with its place in a file. */
interface PlacedFinding extends LineFinding, Pick<LintedStream, 'name' | 'isFile'> {
  /** The description of the rule in the documentation of this package. */
  readonly docs: string
}

/** Writes a report in a format. */
export function writeLintReport(report: LintReport, format: LintFormat): WrittenReport {
  const { streams, notes } = report
  const more = streams.flatMap(findingsLeftOut)
  return WRITERS[format]({ ...report, notes: [...more, ...notes] }, streams.flatMap(placed))
}

/** Counts the findings of a severity. */
export function countOf(
  { streams }: Pick<LintReport, 'streams'>,
  severity: Finding['severity'],
): number {
  return streams.reduce((sum, { counts }) => sum + counts[severity], 0)
}

type Writer = (report: LintReport, findings: readonly PlacedFinding[]) => WrittenReport

const WRITERS: Readonly<Record<LintFormat, Writer>> = {
  text: (report, findings) => {
    const { streams, problems, notes } = report
    const summary = streams.length > 0 ? [summaryOf(report)] : []
    return {
      stdout: lines([...findings.map(textLine), ...notes.map(onOneLine), ...summary]),
      stderr: lines(problems.map(({ message }) => onLines(message))),
    }
  },

  json: ({ streams, problems, notes }, findings) => {
    const value = {
      streams: streams.map(({ name, endpoint }) => ({ name, endpoint })),
      findings,
      problems,
      notes,
    }
    return { stdout: lines([JSON.stringify(value, null, 2)]), stderr: '' }
  },

  github: ({ problems, notes }, findings) => ({
    stdout: lines([
      ...findings.map(findingAnnotation),
      ...problems.map(problemAnnotation),
      ...notes.map((note) => `::notice::${data(note)}`),
    ]),
    stderr: '',
  }),
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('')
}

function placed({ name, isFile, findings }: LintedStream): PlacedFinding[] {
  return findings.map((finding) => ({
    name,
    isFile,
    ...finding,
    // GitHub leaves the slash out of the anchor of a heading.
    docs: `docs/rules.md#${finding.rule.replace('/', '')}`,
  }))
}

/** Counts the findings of a stream that has too many to list them. */
function findingsLeftOut({ name, findings, counts }: LintedStream): string[] {
  const rest = counts.error + counts.warning - findings.length
  return rest > 0
    ? [`${name}: ${counted(rest, 'more finding')} ${rest > 1 ? 'are' : 'is'} not listed.`]
    : []
}

function textLine({ name, line, severity, rule, message, docs, ...values }: PlacedFinding): string {
  const text = `${name}:${line}: ${severity} ${rule}: ${message}${comparison(values)} ${docs}`
  return onOneLine(text)
}

function findingAnnotation(finding: PlacedFinding): string {
  const { name, isFile, line, severity, rule, message, docs } = finding
  const place = isFile
    ? { file: name, line: String(line), title: rule }
    : { title: `${name}:${line}: ${rule}` }
  return annotation(severity, place, `${message}${comparison(finding)} ${docs}`)
}

function problemAnnotation({ name, isFile, message }: StreamProblem): string {
  return annotation(
    'error',
    isFile ? { file: name, title: 'not linted' } : { title: name },
    message,
  )
}

/** Writes a workflow command of GitHub. */
function annotation(
  severity: Finding['severity'],
  place: Readonly<Record<string, string>>,
  message: string,
): string {
  const properties = Object.entries(place).map(([key, value]) => `${key}=${property(value)}`)
  return `::${severity} ${properties.join(',')}::${data(message)}`
}

/** Escapes the message of a workflow command. */
function data(text: string): string {
  return onLines(text).replaceAll('%', '%25').replaceAll('\n', '%0A')
}

/** Escapes a property of a workflow command. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

function summaryOf(report: LintReport): string {
  const streams = counted(report.streams.length, 'stream')
  const errors = counted(countOf(report, 'error'), 'error')
  return `${streams}: ${errors}, ${counted(countOf(report, 'warning'), 'warning')}.`
}
