import type { ReplyFields } from '../../../routes/answers/reply.js'
import type { ModelRequest } from './model-request.js'
export async function defaultReply(
  request: ModelRequest,
  options: { seed: number; index?: number },
): Promise<ReplyFields> {
  return { text: `Placeholder ${request.model} ${options.seed}`, usage: { input: 1, output: 1 } }
}
