import { reply, type Reply, type ReplyFields } from '../../../routes/answers/reply.js'
import { argumentsText } from '../../../routes/protocol/arguments-text.js'
import { countTokens } from './count-tokens.js'
import type { ModelRequest } from './model-request.js'
import { promptOf } from './prompt-of.js'

/**
 * Makes a reply with a usage: the tokens are counted unless the author gives their numbers.
 *
 * @param copies The number of times that the endpoint says the reply.
 */
export async function counted(
  fields: ReplyFields,
  request: ModelRequest,
  copies = 1,
): Promise<Reply> {
  const { text = '', reasoning = '', refusal = '', toolCalls = [], usage } = fields
  const calls = toolCalls.map(({ name, arguments: given = {} }) => `${name}${argumentsText(given)}`)
  const said = [text, reasoning, refusal, ...calls].join('\n').trim()
  const input = usage?.input ?? (await countTokens(promptOf(request)))
  const output = usage?.output ?? copies * (await countTokens(said))
  return reply({ ...fields, usage: { input, output } })
}
