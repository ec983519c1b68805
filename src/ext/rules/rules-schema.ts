import { z } from 'zod'
import { worded } from '../../routes/request/request-schema.js'
import { defaultKeys } from './delivery-schema.js'
import { rule } from './rule-schema.js'
import { checked, map, name, text, type KeyFault } from './schema-words.js'

const LAST_PORT = 65_535

/** A port as a text may be an environment variable. */
const port = checked(
  worded(z.union([z.int().min(0).max(LAST_PORT), z.string().regex(/^\d+$|\$\{/)]), {
    name: `a port from 0 to ${LAST_PORT}`,
  }),
  function* (given): Iterable<KeyFault> {
    if (!(Number(given) <= LAST_PORT)) {
      yield [`expected a port from 0 to ${LAST_PORT}, received ${JSON.stringify(given)}.`]
    }
  },
)

const file = checked(
  map({
    id: name.optional().describe('The id of the file; file-1, file-2 and so on unless given.'),
    filename: name.optional().describe('The name of the file; that of the path unless given.'),
    purpose: name.optional().describe('The purpose of the file, such as assistants.'),
    content: text.optional().describe('The text in the file.'),
    path: name.optional().describe('The path of a file on disk with the content.'),
  }),
  function* (given): Iterable<KeyFault> {
    if ((given.content === undefined) === (given.path === undefined)) {
      yield ['expected either a content or a path.']
    }
    if (given.path === undefined && given.filename === undefined) {
      yield ['missing. Expected a text that is not empty.', 'filename']
    }
  },
)

const tool = z.looseObject({ type: name.describe('The kind of the tool.') })

const assistant = worded(
  z.looseObject({
    id: name.optional().describe('The id of the assistant.'),
    model: name.optional().describe('The model of the assistant.'),
    name: text.nullish().describe('The name of the assistant.'),
    instructions: text.nullish().describe('The instructions of the assistant.'),
    tools: worded(z.array(tool), { name: 'a list of tools' })
      .optional()
      .describe('The tools of the assistant.'),
  }),
  { name: 'a map of the fields of an assistant' },
)

/** The schema of a rules file. */
export const rulesFile = map(
  {
    $schema: text.optional().describe('The address of this schema, for editors.'),
    apiKey: name.optional().describe('The key that requests have to send; any key unless given.'),
    port: port.optional().describe('The port of the server; 3000 unless given.'),
    responses: worded(z.array(rule), { name: 'a list of rules' })
      .optional()
      .describe('The rules. The most specific one that matches answers, the first of equals.'),
    defaults: map(defaultKeys).optional().describe('Keys of every rule that lacks them.'),
    models: worded(z.array(name), { name: 'a list of texts' })
      .optional()
      .describe("The names of the models to begin with; OpenAI's unless given."),
    files: worded(z.array(file), { name: 'a list of files' })
      .optional()
      .describe('Files to begin with.'),
    assistants: worded(z.array(assistant), { name: 'a list of assistants' })
      .optional()
      .describe('Assistants to begin with.'),
    fallback: z
      .enum(['error', 'generate'])
      .optional()
      .describe(
        'The answer to a request that no rule matches: an error (unless given), or one that is made up.',
      ),
  },
  'a map that has the rules under responses',
)

/** A rules file without faults in its form. */
export type GivenRules = z.output<typeof rulesFile>
