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
      does: 'drops the connection after the headers',
      through: [cutAfter(0)],
      call: [0, 'cut'],
      sees: { sdk: 'cut', wire: 'cut' },
      late: true,
    },
    {
      code: 'cutAfter(2)',
      does: 'drops the connection after two events',
      through: [cutAfter(2)],
      call: [2, 'cut'],
      sees: { sdk: '① ② cut', wire: '① ② cut' },
    },
    {
      code: 'cutAfter(3)',
      does: 'drops the connection before `[DONE]`',
      through: [cutAfter(3)],
      call: [3, 'cut'],
      sees: { sdk: '① ② ③ cut', wire: '① ② ③ cut' },
    },
    {
      code: 'cutAfterBytes(200)',
      does: 'drops the connection inside an event',
      through: [cutAfterBytes(200)],
      call: [1, 'cut'],
      sees: { sdk: '① cut', wire: '① … cut' },
    },
    {
      code: "throw new StreamError({ message: 'Overloaded' })",
      does: 'ends the stream with OpenAI’s error',
      aside() {
        throw new StreamError({ message: 'Overloaded' })
      },
      call: [2, 'completed'],
      sees: { sdk: '① ② APIError', wire: '① ② error end' },
    },
    {
      code: "throw new TypeError('A bug')",
      does: 'breaks the script: the connection drops',
      aside() {
        throw new TypeError('A bug')
      },
      call: [2, 'broken'],
      sees: { sdk: '① ② cut', wire: '① ② cut' },
    },
    {
      code: 'cutAfter(9)',
      does: 'never happens, which breaks the call',
      through: [cutAfter(9)],
      call: [3, 'broken'],
      sees: { sdk: '① ② ③ cut', wire: '① ② ③ cut' },
    },
  ],
}
