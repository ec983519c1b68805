import { describe, expect, it } from 'vitest'
import { chooseRule } from '../../../src/ext/rules/choose-rule.js'
import type { RuleRequest } from '../../../src/ext/rules/compare-conditions.js'
import { explainMiss } from '../../../src/ext/rules/explain-miss.js'
import type { Rule, RuleMessage } from '../../../src/ext/rules/rule.js'
import { messageOf, ruleOf } from './rule-of.js'

type Conversation = RuleRequest['conversation']

const user = (text: string) => ({ role: 'user' as const, text })
const assistant = (text: string) => ({ role: 'assistant' as const, text })
const system = (text: string) => ({ role: 'system' as const, text })
const calling = (name: string, id = 'call_1') => ({
  role: 'assistant' as const,
  toolCalls: [{ id, name }],
})
const result = (text: string, callId = 'call_1') => ({ role: 'tool' as const, callId, text })

const requestOf = (conversation: Conversation, more: Partial<RuleRequest> = {}): RuleRequest => ({
  endpoint: 'chat.completions.create',
  model: 'gpt-5',
  tools: [],
  conversation,
  ...more,
})

const chosen = (rules: readonly Rule[], conversation: Conversation, more?: Partial<RuleRequest>) =>
  chooseRule(rules, requestOf(conversation, more))?.rule.id

/** Makes a rule in the form of openai-mock-api: the assistant says the id. */
const flow = (id: string, ...messages: RuleMessage[]) =>
  ruleOf(id, { messages: [...messages, messageOf('assistant', id)] })

/** Makes a rule with an answer beside its messages. */
const replying = (id: string, messages: RuleMessage[], more: Partial<Rule> = {}) =>
  ruleOf(id, { messages, answer: { type: 'reply', reply: { text: id } }, ...more })

const need = (content: string, threshold: number) =>
  flow('need', messageOf('user', content, { matcher: 'fuzzy', threshold }))

const older = (id: string, content: string, more: Partial<Rule> = {}) =>
  ruleOf(id, {
    messages: [messageOf('user', content, { matcher: 'contains' })],
    isWhole: true,
    answer: { type: 'completion', completion: {} },
    ...more,
  })

const at = (line: number, rule: Rule) => ({ ...rule, place: { line, column: 5 } })

const explain = (rules: readonly Rule[], conversation: Conversation, more = {}) =>
  explainMiss(rules, requestOf(conversation, more), 'rules.yaml')

const CATCH_ALL = flow('any', messageOf('user'))
const EXACT = flow('exact', messageOf('user', 'How do you do?'))
const CONTAINS = flow('contains', messageOf('user', 'DO YOU', { matcher: 'contains' }))
const REGEX = flow('regex', messageOf('user', '^(how|well)\\b', { matcher: 'regex' }))
const FUZZY = flow('fuzzy', messageOf('user', 'How do you du?', { matcher: 'fuzzy' }))

describe('a rule in the form of openai-mock-api', () => {
  const ALL = [CATCH_ALL, FUZZY, CONTAINS, REGEX, EXACT]

  it.each([
    ['exact', 'How do you do?'],
    ['exact', '  How do you do?\n'],
    ['regex', 'WELL, then'],
    ['contains', 'and do you?'],
    ['fuzzy', 'Hew do yuu du?'],
    ['any', 'Something else'],
  ])('is the most specific one: %s for %j', (id, text) => {
    expect(chosen(ALL, [user(text)])).toBe(id)
    expect(chosen(ALL.toReversed(), [user(text)])).toBe(id)
  })

  it('is the first of those with equal scores', () => {
    const [one, other] = ['one', 'other'].map((id) =>
      flow(id, messageOf('user', 'sun', { matcher: 'contains' })),
    )
    expect(chosen([one!, other!], [user('Sunday')])).toBe('one')
    expect(chosen([other!, one!], [user('Sunday')])).toBe('other')
  })

  it('has the mean score of its messages, without those of the assistant', () => {
    const mixed = flow(
      'mixed',
      messageOf('user'),
      messageOf('assistant', 'x'),
      messageOf('user', 'Bye'),
    )
    const even = flow(
      'even',
      messageOf('user', 'o', { matcher: 'contains' }),
      messageOf('assistant', 'y'),
      messageOf('user', 'bye', { matcher: 'contains' }),
    )
    // The means are 0.55 and 0.6.
    expect(chosen([mixed, even], [user('Hello'), assistant('z'), user('Bye')])).toBe('even')
    expect(chosen([mixed, even], [user('Hi'), assistant('z'), user('Bye')])).toBe('mixed')
  })

  it('has the request as its beginning, and no more than that', () => {
    const rule = flow(
      'flow',
      messageOf('user', 'a'),
      messageOf('assistant', 'b'),
      messageOf('user', 'c'),
    )
    expect(chosen([rule], [user('a')])).toBe('flow')
    expect(chosen([rule], [user('a'), assistant('anything')])).toBe('flow')
    expect(chosen([rule], [user('a'), assistant('anything'), user('c')])).toBe('flow')
    expect(chosen([rule], [user('a'), assistant('b'), user('d')])).toBeUndefined()
    expect(chosen([rule], [user('a'), user('c')])).toBeUndefined()
    expect(
      chosen([rule], [user('a'), assistant('b'), user('c'), assistant('flow'), user('e')]),
    ).toBeUndefined()
  })

  it('answers with its last message of the assistant, or with the calls that come next', () => {
    const rule = ruleOf('tools', {
      messages: [
        messageOf('user', 'Is it sunny?'),
        messageOf('assistant', 'Let me look.', {
          toolCalls: [{ id: 'call_1', name: 'look', arguments: '{}' }],
        }),
        messageOf('tool', undefined, { matcher: 'exact', toolCallId: 'call_1' }),
        messageOf('assistant', 'It is.'),
      ],
    })
    const answerTo = (conversation: Conversation) =>
      chooseRule([rule], requestOf(conversation))?.message
    expect(answerTo([user('Is it sunny?')])).toBe(rule.messages[1])
    expect(answerTo([user('Is it sunny?'), calling('look'), result('yes')])).toBe(rule.messages[3])
    expect(
      answerTo([user('Is it sunny?'), calling('look'), result('yes', 'call_2')]),
    ).toBeUndefined()
  })

  it('is found by fuzzy words in either direction', () => {
    const [help, assistance] = ['I need help with something', 'I need assistance with something']
    expect(chosen([need(help, 0.4)], [user(assistance)])).toBe('need')
    expect(chosen([need(assistance, 0.4)], [user(help)])).toBe('need')
    expect(chosen([need(help, 0.9)], [user(assistance)])).toBeUndefined()
    expect(chosen([need(help, 0.4)], [user('Where is the bathroom?')])).toBeUndefined()
    expect(chosen([need('Größe 🎉', 0.9)], [user(' grösse 🎉')])).toBeUndefined()
    expect(chosen([need('Größe 🎉', 1)], [user(' GRÖßE 🎉 ')])).toBe('need')
  })

  it('matches nothing with an invalid regular expression', () => {
    const invalid = flow('invalid', messageOf('user', '[a', { matcher: 'regex' }))
    expect(chosen([invalid, CATCH_ALL], [user('[a')])).toBe('any')
  })

  it('takes a developer for a system', () => {
    const rule = flow('told', messageOf('developer', 'Be brief.'), messageOf('user'))
    expect(chosen([rule], [system('Be brief.'), user('Hi')])).toBe('told')
    expect(chosen([rule], [system('Be long.'), user('Hi')])).toBeUndefined()
  })
})

describe('the older form', () => {
  it('takes the first rule that matches', () => {
    const exact = ruleOf('exact', {
      ...older('', ''),
      id: 'exact',
      messages: [messageOf('user', 'sun')],
    })
    expect(chosen([older('first', 's'), exact], [user('sun')])).toBe('first')
  })

  it('answers where an inverted matcher does not match', () => {
    const rule = older('not', 'sun', { isInverted: true })
    expect(chosen([rule], [user('rain')])).toBe('not')
    expect(chosen([rule], [user('Sunday')])).toBeUndefined()
    expect(chosen([rule], [user('Sunday'), assistant('Yes'), user('Bye')])).toBe('not')
  })

  it('compares the assistant, and has as many messages as the request', () => {
    const rule = ruleOf('whole', {
      ...older('', ''),
      id: 'whole',
      messages: [messageOf('user', 'a'), messageOf('assistant', 'b'), messageOf('user', 'c')],
    })
    expect(chosen([rule], [user('a'), assistant('b'), user('c')])).toBe('whole')
    expect(chosen([rule], [user('a'), assistant('x'), user('c')])).toBeUndefined()
    expect(chosen([rule], [user('a')])).toBeUndefined()
  })
})

describe('a system prompt', () => {
  it('needs no rule', () => {
    expect(chosen([EXACT], [system('Be kind.'), user('How do you do?')])).toBe('exact')
  })

  it('needs a rule of its own where it is all that is said', () => {
    const prompt = flow('prompt', messageOf('system'))
    expect(chosen([CATCH_ALL], [system('Be kind.')])).toBeUndefined()
    expect(chosen([CATCH_ALL, prompt], [system('Be kind.')])).toBe('prompt')
  })

  it('chooses a rule that names it before any other', () => {
    const kind = flow(
      'kind',
      messageOf('system', 'kind', { matcher: 'contains' }),
      messageOf('user'),
    )
    expect(chosen([EXACT, kind], [system('Be kind.'), user('How do you do?')])).toBe('kind')
    expect(chosen([EXACT, kind], [system('Be rude.'), user('How do you do?')])).toBe('exact')
  })
})

describe('a rule with an answer of its own', () => {
  const WEATHER = replying('weather', [messageOf('user', 'weather', { matcher: 'contains' })])

  it('is compared with the last messages of a conversation', () => {
    const conversation = [system('x'), user('Hi'), assistant('Hello'), user('The weather?')]
    expect(chosen([WEATHER], conversation)).toBe('weather')
    expect(chosen([WEATHER], [user('weather'), assistant('Sunny.'), user('Bye')])).toBeUndefined()
  })

  it('comes after a rule for the whole conversation', () => {
    const whole = flow('whole', messageOf('user'), messageOf('assistant', ''), messageOf('user'))
    expect(chosen([WEATHER, whole], [user('a'), assistant('b'), user('weather')])).toBe('whole')
  })

  it('needs all of its messages', () => {
    const two = replying('two', [
      messageOf('user', 'a'),
      messageOf('assistant'),
      messageOf('user', 'b'),
    ])
    expect(chosen([two], [user('a')])).toBeUndefined()
    expect(chosen([two], [user('x'), assistant('y'), user('a'), assistant('z'), user('b')])).toBe(
      'two',
    )
  })

  it('answers any conversation without messages, after all others', () => {
    const rest = replying('rest', [])
    expect(chosen([rest, WEATHER], [user('weather')])).toBe('weather')
    expect(chosen([rest, WEATHER], [user('Hi')])).toBe('rest')
    expect(chosen([rest, WEATHER], [user('weather'), calling('look'), result('sun')])).toBe('rest')
  })

  it('never calls tools again for the result of a tool', () => {
    const loop = replying('loop', [], {
      answer: { type: 'reply', reply: { toolCalls: [{ name: 'look' }] } },
    })
    expect(chosen([loop], [user('Hi')])).toBe('loop')
    expect(chosen([loop, WEATHER], [user('weather'), calling('look'), result('')])).toBeUndefined()
  })
})

describe('when.toolResult', () => {
  const ASKS = replying('asks', [messageOf('user', 'weather', { matcher: 'contains' })])
  const TELLS = replying('tells', ASKS.messages as RuleMessage[], { toolResult: 'look' })
  const ANY = replying('any', [], { toolResult: true })
  const ROUND = [user('The weather?'), calling('look'), result('sun')]

  it('waits for the result of the named tool', () => {
    expect(chosen([ASKS, TELLS], [user('The weather?')])).toBe('asks')
    expect(chosen([ASKS, TELLS], ROUND)).toBe('tells')
    expect(
      chosen([ASKS, TELLS], [user('The weather?'), calling('time'), result('')]),
    ).toBeUndefined()
  })

  it('is found after other turns, and after other messages of the assistant', () => {
    const before = [system('x'), user('Hi'), assistant('Hello')]
    expect(chosen([ASKS, TELLS], [...before, ...ROUND])).toBe('tells')
    const [question, ...more] = ROUND
    expect(chosen([TELLS], [question!, assistant('Let me look.'), ...more])).toBe('tells')
    const again = [...ROUND, calling('look', 'call_2'), result('rain', 'call_2')]
    expect(chosen([TELLS], again)).toBe('tells')
  })

  it('takes the result of any tool for true', () => {
    expect(chosen([ANY], ROUND)).toBe('any')
    expect(chosen([ANY, TELLS], ROUND)).toBe('tells')
    expect(chosen([ANY], [user('Hi')])).toBeUndefined()
  })

  it('is compared with the result itself where its messages have one', () => {
    const rainy = replying(
      'rainy',
      [
        messageOf('user'),
        messageOf('assistant'),
        messageOf('tool', 'rain', { matcher: 'contains' }),
      ],
      { toolResult: 'look' },
    )
    expect(chosen([rainy], ROUND)).toBeUndefined()
    expect(chosen([rainy], [user('?'), calling('look'), result('It rains.')])).toBe('rainy')
  })
})

describe('conditions', () => {
  it('compares the name of the model', () => {
    const rules = [
      replying('five', [], { model: 'gpt-5' }),
      replying('mini', [], { model: '/-MINI$/i' }),
      replying('wrong', [], { model: '/[/' }),
    ]
    expect(chosen(rules, [user('Hi')])).toBe('five')
    expect(chosen(rules, [user('Hi')], { model: 'gpt-4o-mini' })).toBe('mini')
    expect(chosen(rules, [user('Hi')], { model: undefined })).toBeUndefined()
  })

  it('compares the tools and the endpoint', () => {
    const rules = [
      replying('tool', [], { tool: 'look' }),
      replying('endpoint', [], { endpoints: ['responses.create'] }),
    ]
    expect(chosen(rules, [user('Hi')], { tools: ['time', 'look'] })).toBe('tool')
    expect(chosen(rules, [user('Hi')], { endpoint: 'responses.create' })).toBe('endpoint')
    expect(chosen(rules, [user('Hi')])).toBeUndefined()
  })

  it('puts the rule with more conditions before an equal one', () => {
    const [plain, narrow] = [replying('plain', []), replying('narrow', [], { model: 'gpt-5' })]
    expect(chosen([plain, narrow], [user('Hi')])).toBe('narrow')
    expect(chosen([plain, narrow], [user('Hi')], { model: 'gpt-4' })).toBe('plain')
  })
})

describe('no rule', () => {
  it('names the nearest rule, its line and the first difference', () => {
    const rules = [
      at(
        3,
        flow('flow', messageOf('user', 'a'), messageOf('assistant', 'b'), messageOf('user', 'c')),
      ),
      at(12, replying('weather', [messageOf('user', 'weather', { matcher: 'contains' })])),
    ]
    expect(explain(rules.slice(1), [user('Hello')])).toBe(
      'No matching response found: the nearest rule is "weather" (rules.yaml:12). ' +
        'messages[0]: expected a text that contains "weather", received "Hello".',
    )
    expect(explain(rules, [user('a'), assistant('b'), user('d')])).toBe(
      'No matching response found: the nearest rule is "flow" (rules.yaml:3). ' +
        'messages[2]: expected the text "c", received "d".',
    )
  })

  it.each([
    [
      [user('Hi'), assistant('Hello'), user('Bye')],
      flow('r', messageOf('user', 'Hi')),
      'messages[2]: expected the end of the conversation, received a message of the user.',
    ],
    [
      [user('Hi')],
      replying('r', [messageOf('user', 'Hi'), messageOf('assistant'), messageOf('user')]),
      'messages[1]: expected a message of the assistant, received no more messages.',
    ],
    [
      [user('Hi')],
      replying('r', [messageOf('tool', 'x')]),
      'messages[0]: expected the result of a tool, received a message of the user.',
    ],
    [
      [user('Hi')],
      replying('r', [messageOf('user', 'Bye', { matcher: 'fuzzy', threshold: 0.5 })]),
      'messages[0]: expected a text with a similarity of 0.5 to "Bye", received "Hi".',
    ],
    [[user('Hi')], replying('r', [], { model: 'gpt-4' }), 'model: expected gpt-4, received gpt-5.'],
    [
      [user('Hi')],
      replying('r', [], { tool: 'look' }),
      'tool: expected a request that offers "look", received one that offers none.',
    ],
    [
      [user('Hi')],
      replying('r', [], { endpoints: ['responses.create'] }),
      'endpoint: expected responses.create, received chat.completions.create.',
    ],
    [
      [user('Hi')],
      replying('r', [messageOf('user', 'Hi')], { senders: ['responses.create'] }),
      'events: those of responses.create, received a request to chat.completions.create.',
    ],
    [
      [user('Hi')],
      replying('r', [messageOf('user', 'Hi')], { toolResult: 'look' }),
      'when.toolResult: expected a conversation that ends with a result of "look", received none.',
    ],
    [
      [user('Hi')],
      replying('r', [messageOf('user', 'Hi')], { times: 2 }),
      'times: the rule has answered its 2 calls.',
    ],
  ])('says what differs: %#', (conversation, rule, words) => {
    expect(explain([rule], conversation)).toContain(`"r" (rules.yaml:1). ${words}`)
  })

  const OTHERS = [
    replying('weather', [messageOf('user', 'weather', { matcher: 'contains' })]),
    at(12, replying('greeting', [messageOf('user', 'Good morning')])),
    replying('busy', [messageOf('user', 'busy')], { tool: 'look' }),
    replying('result', [], { toolResult: 'look' }),
  ]

  it('names no rule where none is near', () => {
    expect(explain(OTHERS, [system('Be kind.'), user('Who are you?')])).toBe(
      'No matching response found: none of the 4 rules of rules.yaml matches. The last message is "Who are you?".',
    )
    expect(explain(OTHERS, [])).toBe(
      'No matching response found: none of the 4 rules of rules.yaml matches. The request has no messages.',
    )
    expect(explain(OTHERS, [user('안녕')])).toContain('none of the 4 rules')
  })

  it('names the rule whose text is nearly that of the last message', () => {
    expect(explain(OTHERS, [user('Good morning!')])).toBe(
      'No matching response found: the nearest rule is "greeting" (rules.yaml:12). ' +
        'messages[0]: expected the text "Good morning", received "Good morning!".',
    )
  })

  it('prefers a rule whose messages match to one whose text is nearly the same', () => {
    const rules = [...OTHERS, at(20, replying('other', [], { model: 'gpt-4' }))]
    expect(explain(rules, [user('Good morning!')])).toBe(
      'No matching response found: the nearest rule is "other" (rules.yaml:20). ' +
        'model: expected gpt-4, received gpt-5.',
    )
    expect(explain(rules, [user('busy')])).toContain('"busy" (rules.yaml:1). tool: expected')
  })

  it('says that there are none', () => {
    expect(explain([], [user('Hi')])).toBe('No matching response found: there are no rules.')
  })
})
