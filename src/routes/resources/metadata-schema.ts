import { z } from 'zod'

/** The schema of metadata: texts by their names. */
export const metadataTexts = z.record(z.string(), z.string()).nullable()

/** The schema of a body that may be empty, and of which only the metadata are checked. */
export const bodyWithMetadata = z.looseObject({ metadata: metadataTexts.optional() }).optional()
