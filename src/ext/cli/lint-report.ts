import type { Finding } from '../../routes/lint/finding.js'
import { comparison, counted } from '../show/stream-lines.js'
import { onOneLine } from '../show/terminal-text.js'
import type { RecordedStream } from '../show/recorded-stream.js'
import { LineStarts } from './line-starts.js'

/** The formats of the findings. */
export const LINT_FORMATS = ['text', 'json', 'github'] as const
export type LintFormat = (typeof LINT_FORMATS)[number]

/** The streams that were linted, and sentences on what could not be. */
export interface LintReport {
  readonly streams: readonly RecordedStream[]
  readonly notes: readonly string[]
}

/** A finding with its place in a file. */
interface PlacedFinding extends Finding {
  /** The name of the file or of the request. */
  readonly name: string
  /** True where the name is one of a file. */
  readonly isFile: boolean
  /** The line, from 1 on. */
  readonly line: number
  /** The description of the rule in the documentation of this package. */
  readonly docs: string
}

/** Writes a report in a format. */
export function writeLintReport(report: LintReport, format: LintFormat): string {
  return WRITERS[format](report, report.streams.flatMap(placed))
}

/** Counts the findings of a severity. */
export function countOf(
  { streams }: Pick<LintReport, 'streams'>,
  severity: Finding['severity'],
): number {
  return streams.flatMap(({ findings }) => findings).filter((each) => each.severity === severity)
    .length
}

type Writer = (report: LintReport, findings: readonly PlacedFinding[]) => string

const WRITERS: Readonly<Record<LintFormat, Writer>> = {
  text: (report, findings) =>
    [...findings.map(textLine), ...report.notes.map(onOneLine), summaryOf(report)]
      .map((line) => `${line}\n`)
      .join(''),

  json: (report, findings) => {
    const streams = report.streams.map(({ name, endpoint }) => ({ name, endpoint: endpoint.name }))
    return `${JSON.stringify({ streams, findings, notes: report.notes }, null, 2)}\n`
  },

  github: (report, findings) =>
    [...findings.map(annotation), ...report.notes.map((note) => `::notice::${data(note)}`)]
      .map((line) => `${line}\n`)
      .join(''),
}

function placed({ name, chunks, findings, call }: RecordedStream): PlacedFinding[] {
  const lines = new LineStarts(chunks)
  return findings.map((finding) => ({
    name,
    isFile: call === undefined,
    line: lines.lineAt(finding.byteOffset),
    ...finding,
    // GitHub leaves the slash out of the anchor of a heading.
    docs: `docs/rules.md#${finding.rule.replace('/', '')}`,
  }))
}

function textLine({ name, line, severity, rule, message, docs, ...values }: PlacedFinding): string {
  const text = `${name}:${line}: ${severity} ${rule}: ${message}${comparison(values)} ${docs}`
  return onOneLine(text)
}

function annotation(finding: PlacedFinding): string {
  const { name, isFile, line, severity, rule, message, docs } = finding
  const place = isFile
    ? { file: name, line: String(line), title: rule }
    : { title: `${name}: ${rule}` }
  const properties = Object.entries(place).map(([key, value]) => `${key}=${property(value)}`)
  return `::${severity} ${properties.join(',')}::${data(`${message}${comparison(finding)} ${docs}`)}`
}

/** Escapes the message of a workflow command. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
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
