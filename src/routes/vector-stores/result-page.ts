import type { FileContentResponse } from 'openai/resources/vector-stores/files'
import type {
  VectorStoreSearchParams,
  VectorStoreSearchResponse,
} from 'openai/resources/vector-stores/vector-stores'
import { z } from 'zod'
import type { Endpoint } from '../endpoint.js'
import { fill, type Partially } from '../protocol/defaults.js'
import { valueAt } from '../protocol/fields.js'
import { typed } from '../protocol/schema.js'
import { assertPage, isItems } from '../resources/list-page.js'
import { attributeFilter } from './search-filter.js'

/** The only page of results, without the ids of other lists. */
interface ResultPage<Result> {
  /** The results of the page. */
  readonly data: readonly Result[]
  /** True where another page follows. */
  readonly has_more: boolean
  /** The token of the next page; null unless given. */
  readonly next_page: string | null
}

/** The results of a search, best first. */
export interface SearchResultsPage extends ResultPage<VectorStoreSearchResponse> {
  /** The type of the object. */
  readonly object: 'vector_store.search_results.page'
  /** The queries of the request. */
  readonly search_query: readonly string[]
}

/** The parsed content of a file. */
export interface FileContentPage extends ResultPage<FileContentResponse> {
  /** The type of the object. */
  readonly object: 'vector_store.file_content.page'
}

/** An endpoint with one page. An array of results is an answer. */
type PageEndpoint<Page extends ResultPage<unknown>, Body> = Endpoint<
  never,
  Body,
  Page,
  Partially<Page['data']>
>

/** The endpoint `POST /vector_stores/{vector_store_id}/search`. */
export const searchVectorStore: PageEndpoint<SearchResultsPage, VectorStoreSearchParams> = {
  name: 'vectorStores.search',
  method: 'POST',
  path: '/vector_stores/:vector_store_id/search',
  body: typed(
    z.looseObject({
      query: z.union([z.string(), z.array(z.string())]),
      max_num_results: z.int().min(1).max(50).optional(),
      filters: attributeFilter.nullish(),
    }),
  ),
  short: 'list',
  complete: (given, { body }) => {
    assertPage(given)
    const { data = [], ...page } = isItems(given) ? { data: firstOf(given, body) } : given
    const blank: SearchResultsPage = {
      object: 'vector_store.search_results.page',
      search_query: queriesOf(body),
      data: data.map(completeResult),
      has_more: false,
      next_page: null,
    }
    return fill(blank, page)
  },
}

/** The endpoint `GET /vector_stores/{vector_store_id}/files/{file_id}/content`. */
export const retrieveFileContent: PageEndpoint<FileContentPage, undefined> = {
  name: 'vectorStores.files.content',
  method: 'GET',
  path: '/vector_stores/:vector_store_id/files/:file_id/content',
  short: 'list',
  complete: (given) => {
    assertPage(given)
    const { data = [], ...page } = isItems(given) ? { data: given } : given
    const blank: FileContentPage = {
      object: 'vector_store.file_content.page',
      data: data.map((part) => fill<FileContentResponse>(blankText, part)),
      has_more: false,
      next_page: null,
    }
    return fill(blank, page)
  },
}

/** Lists the queries of a request: one, or several. */
function queriesOf(body: unknown): string[] {
  return [valueAt(body, 'query') ?? []].flat().map(String)
}

/** Gives the best results, as many as a request asks for: 10 unless it says how many. */
function firstOf<Result>(results: readonly Result[], body: unknown): readonly Result[] {
  return results.slice(0, Number(valueAt(body, 'max_num_results') ?? 10))
}

function completeResult(
  { content = [], ...given }: Partially<VectorStoreSearchResponse>,
  index: number,
): VectorStoreSearchResponse {
  const { file_id = `file-${index + 1}` } = given
  const blank: VectorStoreSearchResponse = {
    file_id,
    filename: `${file_id}.txt`,
    score: 1,
    attributes: {},
    content: content.map((part) => fill<VectorStoreSearchResponse.Content>(blankText, part)),
  }
  return fill(blank, given)
}

const blankText = { type: 'text', text: '' } as const
