import { images, imageWriter, type ImageGenerationEvent } from 'msw-openai/routes'
import type { RuleCases } from '../lint/rule-case.js'

const { wire } = images.generate.endpoint

function wireOf(events: Iterable<ImageGenerationEvent>): string {
  return [...events]
    .flatMap((event) => wire?.frame(event) ?? [])
    .map(({ event, data }) => `event: ${event}\ndata: ${data}\n\n`)
    .join('')
}

const w = imageWriter()
const [first, second] = [[...w.partial('aA==')], [...w.partial('aGk=')]]
const whole = [...w.completed('aGkh')]
const other = [...w.completed('aGkhIQ==')]
const waiting = { type: 'keepalive' } as const

const right = wireOf([...first, waiting, ...second, ...whole, waiting])

export const imagesCases: RuleCases = {
  'images/event-name': { wrong: right.replace('event: keepalive', 'event: ping'), right },
  'images/event-name-missing': { wrong: right.replace('event: keepalive\n', ''), right },
  'images/partial-index': { wrong: wireOf([...second, ...whole]), right },
  'images/completed-once': {
    wrong: wireOf([...first, ...whole, ...whole]),
    right: wireOf([...first, ...whole, ...other]),
  },
  'images/completed-last': { wrong: wireOf([...first, waiting]), right },
}
