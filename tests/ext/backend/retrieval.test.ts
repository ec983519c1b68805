import { expect, it } from 'vitest'
import { chunksOf } from '../../../src/ext/backend/retrieval/chunks-of.js'
import {
  quoteOf,
  responseCitations,
  textWithCitations,
} from '../../../src/ext/backend/retrieval/file-citations.js'
import {
  fileSearchCall,
  fileSearchStepResults,
} from '../../../src/ext/backend/retrieval/file-search-calls.js'
import type { FileSearchResult } from '../../../src/ext/backend/retrieval/file-search.js'

const best: FileSearchResult = {
  file_id: 'file-1',
  filename: 'foods.txt',
  score: 0.75,
  attributes: { year: 2024 },
  text: 'Filip likes cake.',
}
const other = { ...best, file_id: 'file-2', filename: 'drinks.txt', score: 0.25 }

const sized = (max_chunk_size_tokens: number, chunk_overlap_tokens: number) =>
  ({ type: 'static', static: { max_chunk_size_tokens, chunk_overlap_tokens } }) as const

it.each([
  ['a text that fits', 'one two three', sized(4, 0), ['one two three']],
  ['words that do not fit', 'one two three', sized(2, 0), ['one two', 'three']],
  ['an overlap', 'one two three four', sized(3, 1), ['one two', 'two three', 'four']],
  ['a word that is longer than a chunk', 'abcdefghij', sized(1, 0), ['abcd', 'efgh', 'ij']],
  ['an overlap as large as a chunk', 'a b c d', sized(1, 1), ['a b', 'b c', 'c d']],
  ['spaces at both ends', '  one  \n\n two ', sized(9, 0), ['one  \n\n two']],
  ['no words', ' \n ', sized(9, 0), []],
  [
    'no strategy',
    'a '.repeat(2000),
    undefined,
    ['a '.repeat(1600).trim(), 'a '.repeat(1200).trim()],
  ],
])('cuts a text with %s', (_, text, strategy, expected) => {
  expect(chunksOf(text, strategy)).toEqual(expected)
})

it('makes the call of a response, with its results where the request includes them', () => {
  const call = { type: 'file_search_call', status: 'completed', queries: ['cake'] }
  const search = { queries: ['cake'], results: [best] }

  expect(fileSearchCall(search, undefined)).toEqual({ ...call, results: null })
  expect(fileSearchCall(search, ['file_search_call.results'])).toEqual({
    ...call,
    results: [best],
  })
})

it('makes the results of a step', () => {
  expect(fileSearchStepResults([best])).toEqual([
    {
      file_id: 'file-1',
      file_name: 'foods.txt',
      score: 0.75,
      attributes: { year: 2024 },
      content: [{ type: 'text', text: 'Filip likes cake.' }],
    },
  ])
})

it.each([
  ['Travis likes pizza.', 18],
  ['Travis likes pizza', 18],
  ['Really? Yes!\n', 11],
  ['', 0],
])('cites the file of the best result in %j of a response', (text, index) => {
  expect(responseCitations(text, [best, other])).toEqual([
    { type: 'file_citation', file_id: 'file-1', filename: 'foods.txt', index },
  ])
})

it('cites the file of the best result in the message of a thread, with a mark', () => {
  expect(textWithCitations("Filip's favorite food is cake.", [best, other])).toEqual({
    value: "Filip's favorite food is cake【4:0†foods.txt】.",
    annotations: [
      {
        type: 'file_citation',
        text: '【4:0†foods.txt】',
        start_index: 29,
        end_index: 44,
        file_citation: { file_id: 'file-1' },
      },
    ],
  })
})

it('quotes the best result', () => {
  expect(quoteOf([best, other])).toBe('According to foods.txt: Filip likes cake.')
})

it('cites and quotes nothing where nothing was found', () => {
  expect(responseCitations('Hello.', [])).toEqual([])
  expect(textWithCitations('Hello.', [])).toEqual({ value: 'Hello.', annotations: [] })
  expect(quoteOf([])).toBe(undefined)
})
