import type { CreateEmbeddingResponse, Embedding } from 'openai/resources/embeddings'
import type { CallRequest } from '../endpoint.js'
import { fill, type Partially } from '../protocol/defaults.js'
import { textAt, valueAt } from '../protocol/fields.js'
import { print } from '../protocol/print.js'
import { assertOneEach } from '../resources/one-each.js'
import { isItems } from '../resources/list-page.js'
import { estimateTokens } from '../resources/token-count.js'
import { textVector } from './text-vector.js'

/** Vectors, one for each input. */
export type Vectors = ReadonlyArray<readonly number[]>

/**
 * Makes the embeddings of a request: of the author's vectors, or else of a vector for each input.
 *
 * @throws {TypeError} Unless there is one vector of numbers for each input.
 */
export function completeEmbeddings(
  given: Vectors | Partially<CreateEmbeddingResponse>,
  { body }: Pick<CallRequest, 'body'>,
): CreateEmbeddingResponse {
  const inputs = embeddingInputs(body)
  const dimensions = dimensionsOf(body)
  const { data: items = inputs.map(() => ({})), ...rest } = partOf(given)
  assertOneEach('embeddings.create', 'vector', items.length, inputs.length)

  const data = items.map((item, index) =>
    completeEmbedding(item, index, () => textVector(textOf(inputs[index]), dimensions)),
  )
  const prompt_tokens = inputs.reduce<number>((sum, input) => sum + tokensOf(input), 0)
  const usage = { prompt_tokens, total_tokens: prompt_tokens }
  return fill({ object: 'list', data, model: textAt(body, 'model'), usage }, rest)
}

function partOf(
  given: Vectors | Partially<CreateEmbeddingResponse>,
): Partially<CreateEmbeddingResponse> {
  return isItems<readonly number[]>(given)
    ? { data: given.map((embedding) => ({ embedding })) }
    : given
}

function completeEmbedding(
  { embedding, ...rest }: Partially<Embedding>,
  index: number,
  vector: () => number[],
): Embedding {
  const numbers: unknown = embedding ?? vector()
  if (!areNumbers(numbers)) {
    const received = `its vector ${index} is ${print(numbers)}`
    throw new TypeError(`"embeddings.create" takes lists of numbers: ${received}.`)
  }
  return fill({ object: 'embedding', index, embedding: [...numbers] }, rest)
}

function areNumbers(vector: unknown): vector is readonly number[] {
  return Array.isArray(vector) && vector.every((value) => typeof value === 'number')
}

/** Gives the number of dimensions for which the request asks, or else that of its model. */
function dimensionsOf(body: unknown): number {
  const asked = valueAt(body, 'dimensions')
  if (typeof asked === 'number' && Number.isInteger(asked) && asked > 0) return asked
  return textAt(body, 'model').includes('3-large') ? 3072 : 1536
}

/** One input: a text, or the tokens of one. */
type EmbeddingInput = string | readonly unknown[]

/** Lists the inputs of a request: one text or several, or the tokens of one text or of several. */
export function embeddingInputs(body: unknown): EmbeddingInput[] {
  const input = valueAt(body, 'input')
  const isOne = !Array.isArray(input) || typeof input[0] === 'number'
  const inputs: readonly unknown[] = isOne ? [input] : input
  return inputs.map((one) => (Array.isArray(one) ? one : String(one)))
}

function textOf(input: EmbeddingInput = ''): string {
  return typeof input === 'string' ? input : input.join(' ')
}

function tokensOf(input: EmbeddingInput): number {
  return typeof input === 'string' ? estimateTokens(input) : input.length
}
