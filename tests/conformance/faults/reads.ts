import { bom, coalesce, crlf, split, splitAt } from 'msw-openai'
import type { Group } from '../fault.js'

const all = {
  call: [3, 'completed'],
  sees: { sdk: '① ② ③ end', wire: '① ② ③ [DONE] end' },
} as const

const withCRLF = { ...all, sees: { ...all.sees, wire: 'CRLF ① ② ③ [DONE] end' } } as const

export const reads: Group = {
  title: 'Reads and lines',
  faults: [
    {
      code: 'split(100)',
      does: 'ends reads every 100 bytes of an event',
      through: [split(100)],
      reads: 7,
      ...all,
    },
    {
      code: "split('utf8')",
      does: 'ends reads inside characters',
      through: [split('utf8')],
      reads: 7,
      ...all,
    },
    {
      code: "crlf(), split('crlf')",
      does: 'ends reads between CR and LF',
      through: [crlf(), split('crlf')],
      reads: 12,
      ...withCRLF,
    },
    {
      code: 'split((bytes) => [bytes.length - 1])',
      does: 'ends reads where the function says',
      through: [split((bytes) => [bytes.length - 1])],
      reads: 8,
      ...all,
    },
    {
      code: 'splitAt(3, 200)',
      does: 'ends reads after these bytes, and nowhere else',
      through: [splitAt(3, 200)],
      reads: 3,
      ...all,
    },
    {
      code: 'coalesce(2)',
      does: 'sends two events in one read',
      through: [coalesce(2)],
      reads: 2,
      ...all,
    },
    {
      code: 'coalesce(Infinity)',
      does: 'sends everything in one read',
      through: [coalesce(Infinity)],
      reads: 1,
      ...all,
    },
    { code: 'crlf()', does: 'ends lines in CR and LF', through: [crlf()], reads: 4, ...withCRLF },
    {
      code: 'bom()',
      does: 'begins with a byte order mark',
      through: [bom()],
      call: [3, 'completed'],
      sees: { sdk: '① ② ③ end', 'openai 4': '② ③ end', wire: 'BOM ① ② ③ [DONE] end' },
      reads: 4,
    },
  ],
}
