import { rules, type Finding, type Rule } from 'msw-openai/lint'
import { chat, completions } from 'msw-openai/routes'
import { table } from '../conformance/table.js'
import { chatCases } from '../routes/chat-completions/chat-cases.js'
import { completionsCases } from '../routes/completions/completions-cases.js'
import { bytesOf, findingsIn, type RuleCases } from '../routes/lint/rule-case.js'
import { sseCases } from '../routes/lint/sse-cases.js'
import { streamCases } from '../routes/lint/stream-cases.js'

const INTRODUCTION = `# The rules of the lint

\`lint(endpoint, source)\` of \`msw-openai/lint\` compares a stream with the protocol of its endpoint, and gives a finding for each place at which the stream does not obey
a rule: \`{ rule, severity, index, byteOffset, message, expected, received }\`. The source is a script, events, bytes, a \`ReadableStream\` or a \`Response\`. The tests write this page from
the rules, which \`msw-openai/lint\` has as data: \`rules\`.

- An **error** breaks a client of an official SDK, or loses data. A **warning** is what OpenAI does not do, and what clients survive.
- A habit that all events of a stream have is reported at its first place alone.
- An endpoint of your own declares \`rules\`, which \`protocolRules()\` makes, and names in \`withoutRules\` the ids of those that do not hold for its streams. [Dialects](dialects.md) do so for their servers.
`

/** The titles of the groups, by the prefix of their rules. */
const TITLES: Readonly<Record<string, string>> = {
  sse: 'Server-Sent Events',
  stream: 'Every stream',
  chat: 'Chat completions',
  completions: 'Legacy completions',
  responses: 'Responses',
  runs: 'Runs of assistants',
  transcriptions: 'Transcriptions',
  speech: 'Speech',
  images: 'Images',
}

const cases: RuleCases = { ...sseCases, ...streamCases, ...chatCases, ...completionsCases }

/** Writes the page about the rules. */
export function rulesPage(): string {
  const groups = Map.groupBy(rules, ({ id }) => prefixOf(id))
  return [INTRODUCTION, ...[...groups].map(([prefix, group]) => groupOf(prefix, group))].join('\n')
}

function groupOf(prefix: string, group: readonly Rule[]): string {
  const rows = group.map(({ id, severity, docs }) => [
    `[\`${id}\`](${docs.replace(/^.*#/, '#')})`,
    severity,
  ])
  const names = [...new Set(group.flatMap(({ endpoints }) => endpoints))]
  const endpoints =
    prefix === 'sse' || prefix === 'stream'
      ? 'These rules hold for every endpoint that streams.'
      : `These rules hold for ${names.map((name) => `\`${name}\``).join(', ')}.`
  return `## ${TITLES[prefix] ?? prefix}

${endpoints}

${table(['rule', 'severity'], rows)}

${group.map(sectionOf).join('\n')}`
}

function sectionOf({ id, severity, reason }: Rule): string {
  return `### ${id}\n\n${severity === 'error' ? '**Error**' : 'Warning'}. ${reason}\n${exampleOf(id)}`
}

/** Writes the record that breaks a rule in the tests, and the message of the finding. */
function exampleOf(id: string): string {
  const wrong = cases[id]?.wrong
  const finding = wrong && breaking(id, wrong)
  return finding ? `\n${finding.message}\n${recordOf(bytesOf(wrong), finding)}` : ''
}

/** Finds what a stream breaks that breaks a rule in the tests. */
function breaking(id: string, wrong: string | Uint8Array): Finding | undefined {
  const found =
    prefixOf(id) === 'completions'
      ? findingsIn(completions.create.endpoint, wrong)
      : findingsIn(chat.completions.create.endpoint, wrong)
  return found.find(({ rule }) => rule === id)
}

/** Writes the record at which a rule is broken; nothing for a finding at the end of a stream. */
function recordOf(bytes: Uint8Array, { byteOffset }: Finding): string {
  if (byteOffset === undefined) return ''
  const [record = ''] = new TextDecoder().decode(bytes.subarray(byteOffset)).split(/\r?\n\r?\n/)
  return `\n\`\`\`\n${record.trimEnd()}\n\`\`\`\n`
}

function prefixOf(id: string): string {
  return id.replace(/\/.*/, '')
}
