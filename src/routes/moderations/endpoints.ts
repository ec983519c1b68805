import type {
  Moderation,
  ModerationCreateParams,
  ModerationCreateResponse,
} from 'openai/resources/moderations'
import { z } from 'zod'
import type { Endpoint } from '../endpoint.js'
import type { Partially } from '../protocol/defaults.js'
import { typed } from '../protocol/schema.js'
import { completeModeration } from './complete.js'

const create: Endpoint<
  never,
  ModerationCreateParams,
  ModerationCreateResponse,
  ReadonlyArray<Partially<Moderation>>
> = {
  name: 'moderations.create',
  method: 'POST',
  path: '/moderations',
  body: typed(z.looseObject({ input: z.union([z.string(), z.array(z.unknown())]) })),
  short: 'list',
  complete: completeModeration,
}

/** The endpoints of moderations. */
export const moderations = {
  /**
   * Creates a route that answers `POST /moderations` with these results, one for each input. Without
   * results, nothing is flagged.
   *
   * @example
   * server.use(moderations.create([{ categories: { violence: true } }]))
   */
  create,
}
