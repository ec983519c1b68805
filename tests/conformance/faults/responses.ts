import { cutAfter, drop, dropFinalBlankLine, dropTerminator, StreamError } from 'msw-openai'
import type { Group } from '../fault.js'

const endpoint = 'responses'

export const responses: Group = {
  title: 'Where no terminator ends the stream: `responses.create`',
  faults: [
    {
      code: "throw new StreamError({ message: 'Overloaded' })",
      does: 'ends with `error`, then `response.failed`',
      endpoint,
      aside() {
        throw new StreamError({ message: 'Overloaded' })
      },
      call: [2, 'completed'],
      sees: { sdk: '① ② APIError', wire: '① ② error failed end' },
    },
    {
      code: 'cutAfter(3)',
      does: 'drops the connection after `response.completed`',
      endpoint,
      through: [cutAfter(3)],
      call: [3, 'cut'],
      sees: { sdk: '① ② ③ cut', wire: '① ② ③ cut' },
    },
    {
      code: 'drop(2)',
      does: 'removes `response.completed`',
      endpoint,
      through: [drop(2)],
      call: [2, 'completed'],
      sees: { sdk: '① ② end', wire: '① ② end' },
    },
    {
      code: 'dropFinalBlankLine()',
      does: 'removes the last line ending',
      endpoint,
      through: [dropFinalBlankLine()],
      call: [3, 'completed'],
      sees: { sdk: '① ② end', 'openai 7': '① ② ③ end', wire: '① ② … end' },
    },
    {
      code: 'dropTerminator()',
      does: 'never happens, which breaks the call',
      endpoint,
      through: [dropTerminator()],
      call: [3, 'broken'],
      sees: { sdk: '① ② ③ cut', wire: '① ② ③ cut' },
    },
  ],
}
