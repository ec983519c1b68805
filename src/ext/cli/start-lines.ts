import type { NodeServer } from '../node/serve.js'
import type { LoadedRules, RulesSource } from './rules-source.js'
import type { ServeSettings } from './serve-settings.js'

interface Started {
  readonly server: NodeServer
  readonly settings: ServeSettings
  readonly source: RulesSource | undefined
  readonly rules: LoadedRules | undefined
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

function answers(source: RulesSource | undefined, rules: LoadedRules | undefined): string {
  if (!source || !rules) return 'Without rules, every request gets an answer that is made up.'
  const { length } = rules.rules
  return `The ${length === 1 ? 'rule' : `${length} rules`} of ${source.name} answer${length === 1 ? 's' : ''}.`
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|::1)$/.test(host)
}

function exposed({ host }: ServeSettings, apiKey: string | undefined): string {
  const advice = apiKey === undefined ? ' Give an --api-key to keep others out.' : ''
  return `Other machines can reach it, because it listens on ${host}.${advice}`
}
