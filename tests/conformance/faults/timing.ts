import {
  comment,
  insert,
  keepAlive,
  pace,
  pause,
  replay,
  stall,
  stallAfter,
  type Cue,
} from 'msw-openai'
import type { Group } from '../fault.js'

const all = {
  call: [3, 'completed'],
  sees: { sdk: '① ② ③ end', wire: '① ② ③ [DONE] end' },
} as const

const stalled = {
  call: [2, 'aborted'],
  sees: { sdk: '① ② silence', wire: '① ② silence' },
} as const

export const timing: Group = {
  title: 'Time and silence',
  faults: [
    {
      code: 'yield pause(5)',
      does: 'waits',
      *aside(): Generator<Cue> {
        yield pause(5)
      },
      ...all,
    },
    { code: 'pace(2)', does: 'waits before each event', through: [pace(2)], late: true, ...all },
    {
      code: 'pace({ first: 5, each: 2, jitter: 1, seed: 7 })',
      does: 'waits in a rhythm, the same in every run',
      through: [pace({ first: 5, each: 2, jitter: 1, seed: 7 })],
      late: true,
      ...all,
    },
    {
      code: 'pace({ tokensPerSecond: 500 })',
      does: 'sends as fast as a model',
      through: [pace({ tokensPerSecond: 500 })],
      late: true,
      ...all,
    },
    {
      code: 'replay([1, 2, 6])',
      does: 'sends as fast as the recording',
      through: [replay([1, 2, 6])],
      late: true,
      ...all,
    },
    {
      code: 'yield stall()',
      does: 'sends nothing more, and stays connected',
      *aside(): Generator<Cue> {
        yield stall()
      },
      ...stalled,
    },
    {
      code: 'stallAfter(2)',
      does: 'sends nothing more after two events',
      through: [stallAfter(2)],
      ...stalled,
    },
    {
      code: "yield comment('ping')",
      does: 'sends a comment',
      *aside(): Generator<Cue> {
        yield comment('ping')
      },
      ...all,
      sees: { ...all.sees, wire: '① ② :ping ③ [DONE] end' },
    },
    {
      code: "insert(1, comment('ping'))",
      does: 'puts any cue before event 1',
      through: [insert(1, comment('ping'))],
      ...all,
      sees: { ...all.sees, wire: '① :ping ② ③ [DONE] end' },
    },
    {
      code: "insert(2, pause(25)), keepAlive(10, 'ping')",
      does: 'sends comments during silence',
      through: [insert(2, pause(25)), keepAlive(10, 'ping')],
      ...all,
      sees: { ...all.sees, wire: '① ② :ping :ping ③ [DONE] end' },
    },
  ],
}
