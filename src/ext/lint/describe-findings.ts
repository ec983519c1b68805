import type { Finding } from '../../routes/lint/finding.js'
import { print, printBoth } from '../../routes/protocol/print.js'
import { rules } from './all-rules.js'

/** The most findings in a message. */
const SHOWN = 5

/** Describes findings for a message: the first ones of many, each in one line and with its values below. */
export function describeFindings(findings: readonly Finding[]): string {
  const shown = findings.slice(0, SHOWN).map(describe)
  const rest = findings.length - shown.length
  return [...shown, ...(rest > 0 ? [`… and ${rest} more`] : [])].join('\n')
}

function describe(finding: Finding): string {
  const { rule, severity, message } = finding
  const details = [...valuesOf(finding), ...docsOf(rule)].map((detail) => `\n    ${detail}`)
  return `- ${placeOf(finding)}, ${severity} ${rule}: ${message}${details.join('')}`
}

function placeOf({ index, byteOffset }: Finding): string {
  if (index !== undefined) return `event ${index}`
  return byteOffset === undefined ? 'the end' : `byte ${byteOffset}`
}

function valuesOf({ expected, received }: Finding): string[] {
  if (expected !== undefined && received !== undefined) {
    const [one, other] = printBoth(expected, received)
    return [`expected ${one}, received ${other}`]
  }
  if (expected !== undefined) return [`expected ${print(expected)}`]
  return received === undefined ? [] : [`received ${print(received)}`]
}

/** Gives the place of a rule in the documentation; none for a rule of an own endpoint. */
function docsOf(id: string): string[] {
  return rules.filter((rule) => rule.id === id).map(({ docs }) => `see ${docs}`)
}
