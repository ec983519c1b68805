import {
  drop,
  dropFinalBlankLine,
  dropTerminator,
  duplicate,
  malform,
  raw,
  swap,
  unchecked,
  type Cue,
} from 'msw-openai'
import type { Group } from '../fault.js'

export const damage: Group = {
  title: 'Damage and order',
  faults: [
    {
      code: 'malform(1)',
      does: 'removes half of the JSON of event 1',
      through: [malform(1)],
      call: [3, 'completed'],
      sees: { sdk: '① SyntaxError', wire: '① {… ③ [DONE] end' },
    },
    {
      code: "yield raw('event: ping\\ndata: {}\\n\\n')",
      does: 'sends these bytes',
      *aside(): Generator<Cue> {
        yield raw('event: ping\ndata: {}\n\n')
      },
      call: [3, 'completed'],
      sees: {
        sdk: '① ② {} ③ end',
        'openai 4': '① ② {"event":"ping","data":{}} ③ end',
        wire: '① ② {} ③ [DONE] end',
      },
    },
    {
      code: "yield unchecked({ type: 'odd' })",
      does: 'sends an event that the schema refuses',
      *aside(): Generator<Cue> {
        yield unchecked({ type: 'odd' })
      },
      call: [4, 'completed'],
      sees: { sdk: '① ② odd ③ end', wire: '① ② odd ③ [DONE] end' },
    },
    {
      code: 'dropTerminator()',
      does: 'removes `[DONE]`',
      through: [dropTerminator()],
      call: [3, 'completed'],
      sees: { sdk: '① ② ③ end', wire: '① ② ③ end' },
    },
    {
      code: 'dropFinalBlankLine()',
      does: 'removes the last line ending',
      through: [dropFinalBlankLine()],
      call: [3, 'completed'],
      sees: { sdk: '① ② ③ end', wire: '① ② ③ … end' },
    },
    {
      code: 'drop(1)',
      does: 'removes event 1',
      through: [drop(1)],
      call: [2, 'completed'],
      sees: { sdk: '① ③ end', wire: '① ③ [DONE] end' },
    },
    {
      code: 'duplicate(1)',
      does: 'sends event 1 twice',
      through: [duplicate(1)],
      call: [4, 'completed'],
      sees: { sdk: '① ② ② ③ end', wire: '① ② ② ③ [DONE] end' },
    },
    {
      code: 'swap(1)',
      does: 'sends event 2 before event 1',
      through: [swap(1)],
      call: [3, 'completed'],
      sees: { sdk: '① ③ ② end', wire: '① ③ ② [DONE] end' },
    },
  ],
}
