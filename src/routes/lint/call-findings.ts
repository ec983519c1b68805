import type { Frame } from '../../streaming/index.js'
import type { Finding, LintedEndpoint } from './finding.js'
import { Linter } from './linter.js'

/** The part of a linter that has no type of events. */
type FrameLinter = Pick<Linter<unknown>, 'bytes' | 'end'>

/** Leaves out the rule about comments: a comment is a cue or a keep-alive, and always on purpose. */
export function withoutComments<Event>(endpoint: LintedEndpoint<Event>): LintedEndpoint<Event> {
  return { ...endpoint, withoutRules: [...(endpoint.withoutRules ?? []), 'sse/comment'] }
}

/** Begins to lint the frames of one call. */
export function lintCall<Event>(endpoint: LintedEndpoint<Event>): CallFindings {
  return new CallFindings(endpoint.wire && new Linter(withoutComments(endpoint)))
}

/** Lints the frames that one call has sent, each of them once. */
export class CallFindings {
  /** Undefined for an endpoint that never streams, and once the script has skipped the check of a frame. */
  #linter: FrameLinter | undefined
  #findings: readonly Finding[] = []
  /** The number of frames that have been linted. */
  #linted = 0

  constructor(linter: FrameLinter | undefined) {
    this.#linter = linter
  }

  /**
   * Gives the findings in the frames of the call; none where the script skipped the check of one.
   *
   * @param frames All frames so far: those of the last time, and new ones behind them.
   */
  read(frames: readonly Frame[]): readonly Finding[] {
    const added = frames.slice(this.#linted)
    this.#linted = frames.length
    if (added.some(({ isUnchecked }) => isUnchecked)) {
      this.#linter = undefined
      this.#findings = []
    }
    return this.#add(added.flatMap(({ bytes }) => this.#linter?.bytes(bytes) ?? []))
  }

  /** Gives the findings in all frames of a call whose client has the whole stream, and what is missing. */
  end(frames: readonly Frame[]): readonly Finding[] {
    this.read(frames)
    return this.#add(this.#linter?.end() ?? [])
  }

  #add(found: readonly Finding[]): readonly Finding[] {
    // Copied: a test may keep the findings that it has read.
    if (found.length > 0) this.#findings = [...this.#findings, ...found]
    return this.#findings
  }
}
