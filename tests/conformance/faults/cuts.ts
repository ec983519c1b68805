import { cut, cutAfter, cutAfterBytes, StreamError, type Cue } from 'msw-openai'
import type { Group } from '../fault.js'

export const cuts: Group = {
  title: 'Cuts and errors',
  faults: [
    {
      code: 'yield cut()',
      does: 'drops the connection',
      *aside(): Generator<Cue> {
        yield cut()
      },
      call: [2, 'cut'],
      sees: { sdk: '① ② cut', wire: '① ② cut' },
    },
    {
      code: 'cutAfter(0)',
      does: 'the same, after the headers',
      through: [cutAfter(0)],
      call: [0, 'cut'],
      sees: { sdk: 'cut', wire: 'cut' },
      late: true,
    },
    {
      code: 'cutAfter(2)',
      does: 'after two events',
      through: [cutAfter(2)],
      call: [2, 'cut'],
      sees: { sdk: '① ② cut', wire: '① ② cut' },
    },
    {
      code: 'cutAfter(3)',
      does: 'before `[DONE]`',
      through: [cutAfter(3)],
      call: [3, 'cut'],
      sees: { sdk: '① ② ③ cut', wire: '① ② ③ cut' },
    },
    {
      code: 'cutAfterBytes(200)',
      does: 'inside an event',
      through: [cutAfterBytes(200)],
      call: [1, 'cut'],
      sees: { sdk: '① cut', wire: '① … cut' },
    },
    {
      code: "throw new StreamError({ message: 'Overloaded' })",
      does: 'ends with OpenAI’s own error',
      aside() {
        throw new StreamError({ message: 'Overloaded' })
      },
      call: [2, 'completed'],
      sees: { sdk: '① ② APIError', wire: '① ② error end' },
    },
    {
      code: "throw new TypeError('A bug')",
      does: 'a script that breaks drops the connection',
      aside() {
        throw new TypeError('A bug')
      },
      call: [2, 'broken'],
      sees: { sdk: '① ② cut', wire: '① ② cut' },
    },
    {
      code: 'cutAfter(9)',
      does: 'so does a fault that never comes to happen',
      through: [cutAfter(9)],
      call: [3, 'broken'],
      sees: { sdk: '① ② ③ cut', wire: '① ② ③ cut' },
    },
  ],
}
