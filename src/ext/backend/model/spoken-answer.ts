import { cutText } from '../../../routes/protocol/cut-text.js'
import type { ConversationMessage } from '../../../routes/protocol/readers.js'
import { ADJECTIVES, NOUNS } from './words.js'

const OPENINGS = ['You said', 'You wrote', 'I read', 'Your words were']
const ENDINGS = ['for now', 'for a start', 'in short', 'in plain words']

/** The most graphemes of the user's words in an answer. */
const MOST_SAID = 100
/** The most graphemes of the result of a tool in an answer. */
const MOST_RESULT = 300

/**
 * Says an answer to a conversation: the results of tools at its end, each with the name of the tool,
 * or else the last words of the user.
 *
 * @param variant A number, of which each from 0 to 4095 has another answer.
 * @param quote A text to say in the place of the last words of the user; none unless given.
 */
export function spokenAnswer(
  messages: readonly ConversationMessage[],
  variant: number,
  quote?: string,
): string {
  const said = lastWords(messages)
  const [opening, ending, noun, adjective] = choose(variant, OPENINGS, ENDINGS, NOUNS, ADJECTIVES)
  const answer = `ere is a ${adjective} ${noun} on ${topicOf(said)}, ${ending}.`

  const results = resultsOf(messages)
  if (results.length > 0) return [...results, quote ?? `H${answer}`].join('\n')
  if (quote !== undefined) return quote
  return said ? `${opening} "${abridge(said, MOST_SAID)}", so h${answer}` : `H${answer}`
}

/** Gives the last words of the user; those of anyone where no user said a word. */
export function lastWords(messages: readonly ConversationMessage[]): string {
  const spoken = messages.filter(({ text = '' }) => text.trim() !== '')
  return (spoken.findLast(({ role }) => role === 'user') ?? spoken.at(-1))?.text ?? ''
}

/** Chooses one of each list: the same number the same ones, and another number others. */
function choose(number: number, ...lists: ReadonlyArray<readonly string[]>): string[] {
  let left = number
  return lists.map((list) => {
    const one = list[left % list.length] ?? ''
    left = Math.floor(left / list.length)
    return one
  })
}

/** Lists the results of tools at the end of a conversation. */
function resultsOf(messages: readonly ConversationMessage[]): string[] {
  const start = messages.findLastIndex(({ role }) => role !== 'tool') + 1
  const calls = messages.flatMap((message) =>
    message.role === 'assistant' ? (message.toolCalls ?? []) : [],
  )
  return messages.slice(start).map((message) => {
    const { text = '', callId } = { callId: undefined, ...message }
    const name = calls.findLast(({ id }) => id === callId)?.name ?? 'The tool'
    return `${name} returned: ${abridge(text, MOST_RESULT)}`
  })
}

/** Gives the two longest words of a text, such as `weather and Paris`. */
function topicOf(text: string): string {
  const words = [...new Set(text.match(/[\p{L}\p{N}]{4,20}/gu))]
  const longest = words.toSorted((one, other) => other.length - one.length).slice(0, 2)
  return words.filter((word) => longest.includes(word)).join(' and ') || 'this'
}

/** Puts a text on one line, and cuts a long one. */
function abridge(text: string, most: number): string {
  const graphemes = cutText(text.trim().replace(/\s+/g, ' '), 'grapheme')
  return graphemes.length <= most
    ? graphemes.join('')
    : `${graphemes.slice(0, most).join('').trimEnd()}…`
}
