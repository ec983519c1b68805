import { delayHeaders, refuse } from 'msw-openai'
import type { Group } from '../fault.js'

export const before: Group = {
  title: 'Before the body',
  faults: [
    {
      code: 'delayHeaders(5)',
      does: 'waits before the response',
      through: [delayHeaders(5)],
      call: [3, 'completed'],
      sees: { sdk: '① ② ③ end', wire: '① ② ③ [DONE] end' },
    },
    {
      code: 'refuse()',
      does: 'drops the connection before the response',
      through: [refuse()],
      call: [0, 'cut'],
      sees: { sdk: 'refused', wire: 'refused' },
    },
  ],
}
