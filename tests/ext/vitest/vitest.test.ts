import { beforeAll, expect, it } from 'vitest'
import { runFixtures, type Outcome } from './run-fixtures.js'

const ROUTES =
  'POST https://api.openai.com/v1/chat/completions\nPOST https://api.openai.com/v1/responses'
const MODELS = 'Failed to answer GET https://api.openai.com/v1/models'
const PLAYING =
  'BrokenScriptError: Failed to play event 1 of script "Breaks" on "chat.completions.create"'
const NO_ROUTES = 'there are no routes. Pass one to the server, such as models.list(answer).'
const ADD = 'Add one that does: models.list(answer).'
const UNUSED = 'UnusedAnswersError: Failed to use every answer of the test: nothing asked for'
const CUT =
  'Failed to end calls[0] of "chat.completions.create" before its test ended: ' +
  'Stalls was cut after 1 event. Read the stream to its end, abort it, or end the script.'

let outcome: Outcome

beforeAll(async () => {
  outcome = await runFixtures()
}, 60_000)

/** The failures of one file. */
function failuresOf(file: string): Record<string, string[]> {
  const found = Object.entries(outcome.failures).filter(([name]) => name.startsWith(`${file} `))
  return Object.fromEntries(
    found.map(([name, messages]) => [name.slice(file.length + 1), messages]),
  )
}

it('fails the test that is at fault, with everything that is wrong with it', () => {
  expect(failuresOf('checks')).toEqual({
    breaks: [`${PLAYING}: out of words`],
    'breaks twice': [`${PLAYING}: one`, `${PLAYING}: two`],
    'breaks, and resets': [`${PLAYING}: forgotten`],
    'breaks, and fails by itself': [
      "AssertionError: expected 'Hello' to be 'Goodbye' // Object.is equality",
      `${PLAYING}: also`,
    ],
    'runs out of answers': [
      'UnansweredCallError: Failed to answer calls[1] of "chat.completions.create": ' +
        'inOrder("Hello") has only 1 answer(s). Add another, or use inOrder.forever().',
    ],
    'asks nobody': [
      `UnhandledRequestError: ${MODELS}: none of these routes does:\n${ROUTES}\n${ADD}`,
    ],
    'asks an app of its own': [
      'UnhandledRequestError: Failed to answer GET http://127.0.0.1:8080/chat: ' +
        `none of these routes does:\n${ROUTES}\nTo let requests to a server of yours pass, ` +
        "add http.all('http://127.0.0.1*', () => passthrough()) of MSW.",
    ],
    'asks a route that passes the call to nobody': [
      'UnhandledRequestError: Failed to answer POST https://api.openai.com/v1/responses: ' +
        `none of these routes does:\n${ROUTES}`,
    ],
    'opens a socket to nobody': [
      'UnhandledRequestError: Failed to answer GET wss://api.openai.com/v1/realtime: ' +
        `none of these routes does:\n${ROUTES}`,
    ],
  })
})

it('prints an invalid event once, in a few lines', async () => {
  const { output } = await runFixtures('threads', { include: 'alone/*.fixture.ts' })
  const count = (text: string) => output.split(text).length - 1

  expect(count('Failed to play event 0 of script "Wrong"')).toBe(1)
  expect(count('received 5')).toBe(1)
  // The summary gives advice on a slow machine.
  const printed = output.replace(/^ Test Files [^]*?^⎯/m, '⎯')
  expect(printed).toContain('Failed Tests 1')
  expect(printed.split('\n').length).toBeLessThan(20)
})

it('shows where the script broke', () => {
  expect(outcome.output).toMatch(/Caused by: Error: out of words\n ❯ Breaks\.generate support\.ts/)
})

it('cuts the streams that outlive a test, and names them', () => {
  expect(outcome.output).toContain(`checks.fixture.ts > ends before its stream\n${CUT}`)
  expect(outcome.output).toContain(
    'Failed to end calls[0] of "chat.completions.create" before its test ended: no answer was chosen.',
  )
  expect(outcome.passed).toContain('checks finds it stopped')
})

it('begins anew with each attempt', () => {
  expect(outcome.passed).toContain('checks breaks at first')
})

it('fails the test, where asked to, that ends before its streams, or without all answers', () => {
  expect(failuresOf('strict')).toEqual({
    'uses one of two': [`${UNUSED}\n- chat.completions.create, inOrder() answer 2 of 2, "Two"`],
    'gives what it does not ask for': [
      `${UNUSED}\n- chat.completions.create, never called\n- responses.create, never called\n` +
        '- chat.completions.create, inOrder() answer 2 of 2, "Four"',
    ],
    'resets what it has not used': [
      `${UNUSED}\n- chat.completions.create, inOrder() answer 2 of 2, "Four"`,
    ],
    'stops halfway': ["AssertionError: expected 'One' to be 'Two' // Object.is equality"],
    'ends before its stream': [`LeftoverStreamError: ${CUT}`],
  })
})

it('keeps tests apart that run at the same time', () => {
  expect(failuresOf('concurrent')).toEqual({
    'in boundaries breaks': [`${PLAYING}: in a boundary`],
    'in boundaries asks nobody': [`UnhandledRequestError: ${MODELS}: ${NO_ROUTES}`],
    'in boundaries ends before its stream, and keeps a route': [
      `LeftoverStreamError: ${CUT}`,
      `${UNUSED}\n- chat.completions.create, never called`,
    ],
    'with a fetch of their own breaks': [`${PLAYING}: in a fetch`],
    'with a fetch of their own ends before its stream': [`LeftoverStreamError: ${CUT}`],
  })
})

it('does the same as a fixture', () => {
  expect(failuresOf('extended')).toEqual({
    breaks: [`${PLAYING}: out of words`],
    'asks nobody': [
      `UnhandledRequestError: ${MODELS}: none of these routes does:\n` +
        `POST https://api.openai.com/v1/chat/completions\n${ADD}`,
    ],
    'uses one of two': [`${UNUSED}\n- chat.completions.create, inOrder() answer 2 of 2, "Two"`],
    'at the same time breaks': [`${PLAYING}: at the same time`],
  })
  expect(outcome.output).toContain(`extended.fixture.ts > ends before its stream\n${CUT}`)
})

it('fails the file for what happens outside of any test', () => {
  expect(outcome.failures['outside']).toEqual([expect.stringContaining('outside of any test')])
  expect(outcome.passed).toContain('outside passes')
})

it('fails the file for streams outside of any test that do not obey their protocol', () => {
  expect(outcome.failures['outside-lint']).toEqual([
    expect.stringContaining('in calls[0], answered by Careless:\n- event 0, error chat/role-first'),
  ])
  expect(outcome.passed).toContain('outside-lint passes')
})

it('blames no test for what is late', () => {
  expect(failuresOf('late')).toEqual({})
  expect(outcome.output).toContain(`${MODELS}: ${NO_ROUTES}\nIt is of a test that had ended`)
  expect(outcome.output).toContain(`${PLAYING}: late\nIt is of a test that had ended before.`)
  expect(outcome.output).toContain(`${CUT}\nIt is of a test that had ended before.`)
})

it('answers clients at module level, from the moment at which a server is made', () => {
  const around = 'module-client inside of another server'
  expect(failuresOf('set-up')).toEqual({})
  expect(failuresOf('two-servers')).toEqual({})
  expect(failuresOf('module-client')).toEqual({
    'inside of another server asks neither': [
      `UnhandledRequestError: ${MODELS}: none of these routes does:\n` +
        `POST https://api.openai.com/v1/chat/completions\n${ADD}`,
    ],
  })
  expect(outcome.passed).toEqual(
    expect.arrayContaining([
      'module-client answers before the first test',
      'module-client answers a client of another module',
      `${around} leaves the rest to the server around it`,
      `${around}, again answers itself`,
      'module-client answers again afterwards',
      'set-up with a server answers a client that was made before',
      'set-up with another one answers the same client',
      'two-servers asks both',
    ]),
  )
})

it('stops listening in the end', () => {
  expect(failuresOf('closing')).toEqual({})
  expect(outcome.passed).toContain('closing asks the real one without')
})

it('does the same where test files share their modules', async () => {
  const { failures, passed } = await runFixtures('threads', { isolate: false })

  expect(failures).toEqual(outcome.failures)
  expect(passed).toEqual(outcome.passed)
})

it('explains a test to which no request has come', () => {
  const lost =
    'NoRequestError: Failed to answer a request: no request has come to chat.completions.create: ' +
    "was the client made before the server listened? Import 'msw-openai/vitest' before the app, " +
    "or add setupFiles: ['msw-openai/vitest/setup']."
  expect(failuresOf('lost')).toEqual({
    'waits for a request': [expect.stringContaining('timed out'), lost],
    'waits for an answer': [expect.stringContaining('timed out'), lost],
    'gets no connection': ['Error: Connection error.', lost],
    'expects an answer, and gets no connection': [
      expect.stringContaining('promise rejected "Error: Connection error.'),
      lost,
    ],
    'expects an error, and gets no connection': [
      expect.stringContaining("got 'Connection error.'"),
      lost,
    ],
    'fails by itself': [expect.stringContaining("expected 'Hello' to be 'Goodbye'")],
    'has no routes': [expect.stringContaining('timed out')],
  })
})

it('passes a test, where asked to, with a request that nobody planned', () => {
  const ignored = 'where a test plans to plan nothing'
  expect(failuresOf('unplanned')).toEqual({
    'meets no condition': [expect.stringContaining('UnansweredCallError')],
    [`${ignored} breaks`]: [`${PLAYING}: all the same`],
  })
})

it('fails the test, where asked to, whose streams do not obey their protocol', () => {
  const FAILED = 'ProtocolError: Failed to obey the protocol of "chat.completions.create" in'
  const faults =
    '- event 0, error chat/role-first: Choice 0 begins without a role.\n' +
    '    expected "assistant"\n    see docs/rules.md#chatrole-first\n' +
    '- the end, error chat/finish-missing: Choice 0 has no finish_reason.\n' +
    '    see docs/rules.md#chatfinish-missing'
  const advice = 'Mend the script, or put an event that is wrong on purpose into unchecked().'
  const careless = `${FAILED} calls[0], answered by Careless:\n${faults}\n${advice}`
  expect(failuresOf('lint')).toEqual({
    'where errors fail breaks rules twice': [
      `${FAILED} calls[0], calls[1], answered by Careless:\n${faults}\n${advice}`,
    ],
    'where errors fail breaks the same rules in two scripts': [
      careless,
      `${FAILED} calls[1], answered by Hasty:\n${faults}\n${advice}`,
    ],
    'where errors fail breaks rules in the second attempt': [
      careless.replace('calls[0]', 'calls[1]'),
    ],
    'where errors fail breaks a rule before its client disconnects': [
      `${FAILED} calls[0], answered by Silent:\n${faults.split('\n- the end')[0]}\n${advice}`,
    ],
    'where errors fail breaks rules at the same time, one': [careless],
    'where errors fail breaks rules at the same time, two': [careless],
    'where warnings fail, too breaks a rule that clients survive': [
      `${FAILED} calls[0], answered by Undecided:\n- event 2, warning chat/same-model: ` +
        'The model is "gpt-4.1", and that of the first chunk is "gpt-5".\n' +
        '    expected "gpt-5", received "gpt-4.1"\n    see docs/rules.md#chatsame-model\n' +
        advice,
    ],
    'with a fixture breaks rules': [careless],
  })
})
