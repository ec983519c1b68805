import { Linter, type Finding, type LintedEndpoint, type RuleProblem } from 'msw-openai/lint'

/** An event, as a change sees it. */
export type AnyEvent = Readonly<Record<string, unknown>>

/** A change of the events of a stream. */
export type Change = (events: readonly AnyEvent[]) => readonly AnyEvent[]

/** Finds an event by its name, or by its type: the first one, or a later one. */
function find(events: readonly AnyEvent[], type: string, nth: number): number {
  const found = events.flatMap((event, index) =>
    (event['event'] ?? event['type']) === type ? [index] : [],
  )
  const index = found.at(nth)
  if (index === undefined) throw new Error(`Failed to change ${type}: there is none.`)
  return index
}

/** Leaves an event out. */
export function drop(type: string, nth = 0): Change {
  return (events) => events.toSpliced(find(events, type, nth), 1)
}

/** Sends an event again, right behind another one. */
export function repeat(type: string, behind = type, nth = 0): Change {
  return (events) => {
    const event = events[find(events, type, nth)]
    return event ? events.toSpliced(find(events, behind, nth) + 1, 0, event) : events
  }
}

/** Sends an event after another one, and no longer where it was. */
export function move(type: string, behind: string, nth = 0): Change {
  return (events) => drop(type, nth)(repeat(type, behind, nth)(events))
}

/** Sends an event of one's own, behind another one. */
export function insert(event: AnyEvent, behind: string, nth = 0): Change {
  return (events) => events.toSpliced(find(events, behind, nth) + 1, 0, event)
}

/** Sets the value at a path inside an event. */
export function set(type: string, path: string, value: unknown, nth = 0): Change {
  return (events) => {
    const index = find(events, type, nth)
    const event = structuredClone(events[index] ?? {})
    const keys = path.split('.')
    const last = keys.pop() ?? ''
    const inner = keys.reduce<object>((from, key) => Object(Reflect.get(from, key)), event)
    if (value === undefined) Reflect.deleteProperty(inner, last)
    else Reflect.set(inner, last, value)
    return events.with(index, event)
  }
}

/** Makes several changes, one after the other. */
export function all(...changes: readonly Change[]): Change {
  return (events) => changes.reduce((before, change) => change(before), events)
}

/** Numbers events from 0 on. */
export function numbered(events: readonly AnyEvent[]): AnyEvent[] {
  return events.map((event, sequence_number) => ({ ...event, sequence_number }))
}

/** Makes all streams in which one event is missing, comes twice, or comes after the next one. */
export function changesOf(
  events: readonly AnyEvent[],
  kind: 'drop' | 'repeat' | 'swap',
): AnyEvent[][] {
  const order = { drop: [], repeat: [0, 0], swap: [1, 0] }[kind]
  const length = kind === 'swap' ? 2 : 1
  const places = [...events.keys()].slice(0, events.length - length + 1)
  return places.map((place) => {
    const taken = events.slice(place, place + length)
    return events.toSpliced(
      place,
      length,
      ...order.flatMap((offset) => taken.slice(offset, offset + 1)),
    )
  })
}

/** Lints events without bytes. */
export function eventFindings<Event>(
  endpoint: LintedEndpoint<Event>,
  events: Iterable<unknown>,
): Finding[] {
  const linter = new Linter(endpoint)
  const found = [...events].flatMap((event) => linter.event(event))
  return [...found, ...linter.end()]
}

/** Gives events to the rules of an endpoint alone, whether the events match its schema or not. */
export function ruleProblems<Event>(
  { rules }: LintedEndpoint<Event>,
  events: readonly unknown[],
): RuleProblem[] {
  const check = rules?.begin()
  const found = events.flatMap((event, index) => {
    // The rules take events of any shape.
    const linted = { event: event as Event, index }
    return check?.event(linted) ?? []
  })
  const end = { events: events.length, hasBytes: false, failed: false }
  return [...found, ...(check?.end(end) ?? [])]
}
