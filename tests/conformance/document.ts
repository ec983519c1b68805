import { clientNames, type ClientName } from './clients/index.js'
import { deviations } from './deviations.js'
import { endings } from './endings.js'
import { isSDK, sightOf } from './expectation.js'
import type { Ending, Fault, Group } from './fault.js'
import { groups } from './faults/index.js'
import { DETAILS, DIFFERENCES, INTRODUCTION, LATE_READERS, MEANINGS } from './prose.js'
import { table } from './table.js'

/** Writes the page about every fault. */
export function document(): string {
  return [
    INTRODUCTION,
    '## How a stream ends',
    endingsTable(),
    ...groups.flatMap((group) => [`## ${group.title}`, faultsTable(group)]),
    '## Where a transport differs',
    DIFFERENCES,
    deviationsTable(),
    '## A reader that takes its time',
    LATE_READERS,
  ].join('\n\n')
}

function endingsTable(): string {
  const rows = Object.entries(MEANINGS).map(([ending, meaning]) => [
    ending,
    meaning,
    // They are the keys of both.
    ...clientNames.map((client) => asCode(endings[ending as Ending][client] ?? '–')),
  ])
  return table(['end', 'meaning', ...clientNames], rows)
}

function faultsTable({ faults }: Group): string {
  const rows = faults.map((fault) => [
    `\`${fault.code}\``,
    fault.does,
    fault.call.join(' '),
    ...clientNames.map((client) => cell(fault, client)),
  ])
  return table(['fault', 'effect', 'call', ...clientNames], rows)
}

function cell(fault: Fault, client: ClientName): string {
  const { words, ending } = sightOf(fault, client)
  const reads = isSDK(client) ? '' : readsOf(fault)
  return `${words} ${ending}${reads}`.trim()
}

function readsOf({ reads }: Fault): string {
  if (reads === undefined) return ''
  return reads === 1 ? ', 1 read' : `, ${reads} reads`
}

function deviationsTable(): string {
  const rows = deviations.map(({ on, clients, of, faults, is, why }) => [
    on.join(', '),
    clients.join(', '),
    [DETAILS.get(of) ?? of, ...(faults ?? []).map((code) => `\`${code}\``)].join(' of '),
    asCode(is),
    why,
  ])
  return table(['transport', 'client', 'what differs', 'it is', 'why'], rows)
}

/** Errors as code, and words as they are. */
function asCode(text: string): string {
  return text.includes('Error') ? `\`${text}\`` : text
}
