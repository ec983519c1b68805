import { readFileSync } from 'node:fs'
import { rules, type Finding, type Rule } from 'msw-openai/lint'
import { audio, beta, chat, completions, images, responses } from 'msw-openai/routes'
import { table } from '../conformance/table.js'
import { chatCases } from '../routes/chat-completions/chat-cases.js'
import { imagesCases } from '../routes/images/images-cases.js'
import { responsesCases } from '../routes/responses/responses-cases.js'
import { runsCases } from '../routes/runs/runs-cases.js'
import { speechCases } from '../routes/speech/speech-cases.js'
import { transcriptionsCases } from '../routes/transcriptions/transcriptions-cases.js'
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
- [Dialects](dialects.md) leave out the rules that their servers do not obey.

${blockOf('class Unfinished', 'interface Progress')}

An endpoint of your own declares \`rules\`, each a function of an event and of the state before it, and names in \`withoutRules\` the ids of those that do not hold for
its streams:

${blockOf('interface Progress', "it('finds that a job")}

([This example](../examples/lint.test.ts))
`

/** Gives the part of the example between two places, as a block of code. */
function blockOf(from: string, to: string): string {
  const example = readFileSync(new URL('../../examples/lint.test.ts', import.meta.url), 'utf8')
  const code = example.slice(example.indexOf(from), example.indexOf(to))
  return `\`\`\`ts\n${code.trimEnd()}\n\`\`\``
}

/** The most characters of a line in an example. */
const LONGEST = 240

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

const cases: RuleCases = {
  ...sseCases,
  ...streamCases,
  ...chatCases,
  ...completionsCases,
  ...responsesCases,
  ...runsCases,
  ...speechCases,
  ...transcriptionsCases,
  ...imagesCases,
}

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

/** Lints a stream by the endpoint of a group of rules; chat completions break those of every stream. */
const LINTS: Readonly<Record<string, (stream: string | Uint8Array) => Finding[]>> = {
  completions: (stream) => findingsIn(completions.create.endpoint, stream),
  responses: (stream) => findingsIn(responses.create.endpoint, stream),
  runs: (stream) => findingsIn(beta.threads.runs.create.endpoint, stream),
  speech: (stream) => findingsIn(audio.speech.create.endpoint, stream),
  transcriptions: (stream) => findingsIn(audio.transcriptions.create.endpoint, stream),
  images: (stream) => findingsIn(images.generate.endpoint, stream),
}

/** Finds the place in a stream at which the stream breaks a rule. */
function breaking(id: string, stream: string | Uint8Array): Finding | undefined {
  const found =
    LINTS[prefixOf(id)]?.(stream) ?? findingsIn(chat.completions.create.endpoint, stream)
  return found.find(({ rule }) => rule === id)
}

/** Writes the record at which a rule is broken; nothing for a finding at the end of a stream. */
function recordOf(bytes: Uint8Array, { byteOffset }: Finding): string {
  if (byteOffset === undefined) return ''
  const [record = ''] = new TextDecoder().decode(bytes.subarray(byteOffset)).split(/\r?\n\r?\n/)
  const lines = record.trimEnd().split(/\r?\n/)
  const shown = lines.map((line) => (line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line))
  return `\n\`\`\`\n${shown.join('\n')}\n\`\`\`\n`
}

function prefixOf(id: string): string {
  return id.replace(/\/.*/, '')
}
