import type { NodeServer } from '../node/serve.js'
import type { Rules } from '../rules/rules-of-file.js'
import type { RulesSource } from './rules-source.js'
import type { ServeSettings } from './serve-settings.js'

interface Started {
  readonly server: NodeServer
  readonly settings: ServeSettings
  readonly source: RulesSource | undefined
  readonly rules: Rules | undefined
  readonly apiKey: string | undefined
}

/** Writes the lines that a server prints at its start: its URL, and the ways to use it. */
export function startLines({ server, settings, source, rules, apiKey }: Started): string {
  const { baseURL, url, port } = server
  const key = apiKey ?? 'any-key'
  const chosen = settings.port === 0 ? `, on the free port ${port}` : ''
  const lines = [
    `msw-openai listens at ${url}${chosen}.`,
    answers(source, rules),
    ...(isLoopback(settings.host) ? [] : [exposed(settings, apiKey)]),
    '',
    `  OPENAI_BASE_URL=${baseURL}`,
    `  OPENAI_API_KEY=${key}`,
    '',
    `  curl ${baseURL}/chat/completions -H "content-type: application/json" -H "authorization: Bearer ${key}" -d '${BODY}'`,
    '',
  ]
  return `${lines.join('\n')}\n`
}

const BODY = JSON.stringify({ model: 'gpt-5', messages: [{ role: 'user', content: 'Hello' }] })

function answers(source: RulesSource | undefined, rules: Rules | undefined): string {
  if (!source || !rules) return 'Without rules, every request gets an answer that is made up.'
  return `Requests are answered by ${source.name}: ${countOf(rules)}.`
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|::1)$/.test(host)
}

function exposed({ host }: ServeSettings, apiKey: string | undefined): string {
  const advice = apiKey === undefined ? ' Give an --api-key to keep others out.' : ''
  return `Other machines can reach it, because it listens on ${host}.${advice}`
}

/** Counts rules in words. */
export function countOf({ rules: { length } }: Pick<Rules, 'rules'>): string {
  return length === 1 ? '1 rule' : `${length} rules`
}
