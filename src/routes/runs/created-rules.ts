import { textAt, valueAt } from '../protocol/fields.js'
import { print } from '../protocol/print.js'
import { type CreatedKind, type RunRule, type RunState } from './run-state.js'

/** The rules for the order of the events of steps, and of the events of messages. */
export const createdRules: readonly RunRule[] = [
  ...rulesOf('step'),
  ...rulesOf('message'),
  {
    id: 'runs/step-while-running',
    severity: 'warning',
    reason: 'A run creates its steps while it is in progress.',
    event({ event }, before) {
      const { status, isContinued } = before
      const { kind, verb } = before.read(event)
      if (kind !== 'step' || status === 'in_progress' || status === 'cancelling') return undefined
      // The first event of a run that continues ends the step that called the tools.
      if (isContinued && status === '' && verb !== 'created') return undefined
      return { message: 'The run of the step is not in progress.', received: status }
    },
  },
  {
    id: 'runs/message-of-step',
    severity: 'warning',
    reason: 'A step in progress creates a message, and names the message by its id.',
    event({ event }, before) {
      const { creators } = before
      const { kind, verb, data } = before.read(event)
      const id = valueAt(data, 'id')
      if (kind !== 'message' || verb !== 'created') return undefined
      const step = creators.get(textAt(data, 'id'))
      if (step?.isInProgress && !step.end) return undefined
      return { message: 'No step in progress creates the message.', received: id }
    },
  },
  {
    id: 'runs/message-before-step',
    severity: 'warning',
    reason: 'A message ends before the step that creates it.',
    event({ event }, before) {
      const read = before.read(event)
      const step = before.of(read)
      const message = before.messages.get(step?.messageId)
      if (read.kind !== 'step' || !ends(read.verb) || !message || message.end) return undefined
      return { message: 'The step ends before its message.', received: step?.messageId }
    },
  },
]

function rulesOf(kind: CreatedKind): RunRule[] {
  return [
    {
      id: `runs/${kind}-created-first`,
      severity: 'error',
      reason: `The stream helper of the SDK throws at an event of a ${kind} that was not created.`,
      event({ event }, before) {
        const read = before.read(event)
        if (read.kind !== kind || read.verb === 'created' || before.of(read)) return undefined
        if (continues(read.kind, before)) return undefined
        return { message: `The ${kind} was not created.`, received: valueAt(read.data, 'id') }
      },
    },
    {
      id: `runs/${kind}-created-once`,
      severity: 'error',
      reason: `The stream helper of the SDK throws at a second ${kind} with the same id.`,
      event({ event }, before) {
        const read = before.read(event)
        if (read.kind !== kind || read.verb !== 'created' || !before.of(read)) return undefined
        return { message: `The ${kind} is created again.`, received: valueAt(read.data, 'id') }
      },
    },
    {
      id: `runs/one-${kind}`,
      severity: 'error',
      reason: `The stream helper of the SDK follows one ${kind} at a time.`,
      event({ event }, before) {
        const read = before.read(event)
        if (read.kind !== kind || read.verb !== 'created') return undefined
        const id = valueAt(read.data, 'id')
        const [open] = before.open[kind].keys()
        if (open === undefined || open === id) return undefined
        return { message: `The ${kind} ${print(open)} has not ended.`, received: id }
      },
    },
    {
      id: `runs/${kind}-in-progress`,
      severity: 'warning',
      reason: `A ${kind} is created, and then in progress, once.`,
      event({ event }, before) {
        const read = before.read(event)
        const known = before.of(read)
        const isBeginning = read.verb === 'in_progress'
        if (!known?.isWhole || known.end || read.verb === 'created') return undefined
        if (read.kind !== kind || known.isInProgress !== isBeginning) return undefined
        const message = isBeginning
          ? `The ${kind} is in progress again.`
          : `The ${kind} is not in progress.`
        return { message, received: read.name }
      },
    },
    {
      id: `runs/${kind}-closed`,
      severity: 'error',
      reason: `A client uses a ${kind} once it has ended, and misses what comes later.`,
      event({ event }, before) {
        const read = before.read(event)
        const end = before.of(read)?.end
        if (read.kind !== kind || !end) return undefined
        return { message: `An event of the ${kind} follows ${end}.`, received: read.name }
      },
    },
  ]
}

/** Returns true for the end of a step of the stream that a run continues. */
function continues(kind: CreatedKind, { isContinued, status }: RunState): boolean {
  return kind === 'step' && isContinued && status === ''
}

function ends(verb: string): boolean {
  return !['created', 'in_progress', 'delta'].includes(verb)
}
