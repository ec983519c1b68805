/** The weight of a finding: an official client breaks or loses data, or clients survive what OpenAI does not do. */
export type Severity = 'error' | 'warning'

/** A mistake that a rule finds at one place of a stream. */
export interface Problem {
  /** One sentence that says what is wrong. */
  readonly message: string
  /** The value that the protocol asks for, where one can be named. */
  readonly expected?: unknown
  /** The value in the stream. */
  readonly received?: unknown
}

/** The result of a rule: a problem, several, or none. */
export type Found = Problem | readonly Problem[] | undefined

/** One event, as a rule gets it. */
export interface LintedEvent<Event> {
  /** The event. */
  readonly event: Event
  /** The zero-based index of the event in its stream. */
  readonly index: number
  /** The `event:` of the record; undefined where there is none, and where the source has no bytes. */
  readonly name?: string | undefined
  /** True where the event comes from a record, which may have a name. */
  readonly hasBytes?: boolean
}

/** The end of a stream. */
export interface StreamEnd {
  /** The number of events. */
  readonly events: number
  /** True where the source has bytes, so that a terminator can be asked for. */
  readonly hasBytes: boolean
  /** True where an error inside the stream ended it: then nothing else is missing. */
  readonly failed: boolean
}

/** A rule as data: what documentation and `msw-openai/lint` show of it. */
export interface RuleDescription {
  /** The id, such as `chat/role-first`. */
  readonly id: string
  /** The weight of its findings. */
  readonly severity: Severity
  /** The reason for the rule, in one sentence. */
  readonly reason: string
}

/**
 * One rule of a protocol. Its functions are pure: what went before is in a state that all rules of
 * the protocol share.
 */
export interface LintRule<Event, State> extends RuleDescription {
  /** True for a habit that all events of a server may have: the first place alone is reported. */
  readonly once?: boolean
  /** Compares an event with the stream before it. */
  readonly event?: (linted: LintedEvent<Event>, before: State) => Found
  /** Looks at a whole stream once it has ended. */
  readonly end?: (all: State, end: StreamEnd) => Found
}

/** A finding about one event or about the end, with its rule. */
export interface RuleProblem extends Problem {
  /** The rule that found the problem. */
  readonly rule: RuleDescription
}

/**
 * The part that rules get of an event that does not match the schema: all of it, where they take
 * events of any shape; or the fields that match, where they take any field for undefined.
 */
export type TakenMisfits = 'whole' | 'in part'

/** The check of one stream by the rules of its protocol. */
export interface ProtocolCheck<Event> {
  /** The part that the rules get of an event that does not match the schema; they get none unless given. */
  readonly misfits?: TakenMisfits | undefined
  /** Takes the next event, and gives what the rules find in it. */
  event(linted: LintedEvent<Event>): readonly RuleProblem[]
  /** Ends the stream, and gives what the rules find missing. */
  end(end: StreamEnd): readonly RuleProblem[]
}

/** The rules of a protocol, which an endpoint declares. */
export interface ProtocolRules<Event> {
  /** The rules as data. */
  readonly rules: readonly RuleDescription[]
  /**
   * Returns true for a difference from the schema of the endpoint that the rules report themselves.
   *
   * @param place The place in the event, such as `choices.0.finish_reason`.
   * @param value The value at the place; undefined where there is none.
   */
  judges?(place: string, value: unknown): boolean
  /**
   * Returns true for an event with which the streams of the endpoint begin. By it
   * `recognizeEndpoint()` chooses between endpoints with the same events.
   */
  beginsWith?(event: unknown): boolean
  /** Begins the check of one stream. */
  begin(): ProtocolCheck<Event>
}

/** Options of {@link protocolRules}. */
export type ProtocolRulesOptions = Pick<ProtocolCheck<never>, 'misfits'> &
  Pick<ProtocolRules<never>, 'judges' | 'beginsWith'>

/**
 * Makes the rules of a protocol of single rules and of the state that they share.
 *
 * @param begin Makes the state of a stream without events.
 * @param add Adds an event to the state, once the rules have seen the event.
 * @param options.misfits The part that the rules and `add` get of an event that does not match the
 * schema, so that such an event leaves no gap.
 * @param options.judges Returns true for a difference from the schema of the endpoint that one of
 * the rules reports.
 * @param options.beginsWith Returns true for an event with which the streams of the endpoint begin.
 *
 * @example
 * const rules = protocolRules<Progress, { percent: number }>(
 *   [
 *     {
 *       id: 'jobs/forward',
 *       severity: 'error',
 *       reason: 'A progress bar never goes back.',
 *       event: ({ event }, before) =>
 *         event.percent < before.percent ? { message: 'The job goes back.' } : undefined,
 *     },
 *   ],
 *   () => ({ percent: 0 }),
 *   (state, { percent }) => {
 *     state.percent = percent
 *   },
 * )
 */
export function protocolRules<Event, State>(
  rules: ReadonlyArray<LintRule<Event, State>>,
  begin: () => State,
  add: (state: State, event: Event) => void,
  { misfits, judges, beginsWith }: ProtocolRulesOptions = {},
): ProtocolRules<Event> {
  const ofEvents = rules.filter(({ event }) => event)
  const ofEnds = rules.filter(({ end }) => end)
  return {
    rules,
    ...(judges && { judges }),
    ...(beginsWith && { beginsWith }),
    begin() {
      const state = begin()
      const reported = new Set<RuleDescription>()
      return {
        misfits,
        event(linted) {
          const found: RuleProblem[] = []
          for (const rule of ofEvents) {
            if (reported.has(rule)) continue
            const problems = problemsOf(rule, rule.event?.(linted, state))
            if (problems.length === 0) continue
            if (rule.once) reported.add(rule)
            for (const problem of problems) found.push(problem)
          }
          add(state, linted.event)
          return found
        },
        end: (end) => ofEnds.flatMap((rule) => problemsOf(rule, rule.end?.(state, end))),
      }
    },
  }
}

const NONE: readonly RuleProblem[] = []

function problemsOf(rule: RuleDescription, found: Found): readonly RuleProblem[] {
  // Most rules find nothing in most events.
  if (found === undefined) return NONE
  const problems: readonly Problem[] = isList(found) ? found : [found]
  return problems.map((problem) => ({ ...problem, rule }))
}

function isList(found: Problem | readonly Problem[]): found is readonly Problem[] {
  return Array.isArray(found)
}
