import { createBackend } from 'msw-openai/backend'
import { rules } from 'msw-openai/rules'
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import { describe, expect, it } from 'vitest'
import { clientOf } from '../backend/client-of.js'

/** Makes a function that gives the answer of new rules to a chat. */
function chatWith(file: string) {
  const client = clientOf(createBackend(rules(file)), { apiKey: 'k' })
  return async (...messages: Array<string | ChatCompletionMessageParam>) => {
    const { choices } = await client.chat.completions.create({
      model: 'gpt-4o',
      messages: messages.map((message) =>
        typeof message === 'string' ? { role: 'user', content: message } : message,
      ),
    })
    return choices[0]?.message.content ?? choices[0]?.message
  }
}

const said = (content: string) => ({ role: 'assistant' as const, content })

const WHOLE = `
apiKey: k
responses:
  - id: anything
    messages: [{ role: user, matcher: any }, { role: assistant, content: any }]
  - id: exact
    messages: [{ role: user, content: 'Good morning, how are you?' }, { role: assistant, content: exact }]
  - id: fuzzy
    messages:
      - { role: user, content: I need help with something, matcher: fuzzy, threshold: 0.4 }
      - { role: assistant, content: fuzzy }
  - id: regex
    messages:
      - { role: user, content: '.*code.*rust.*', matcher: regex }
      - { role: assistant, content: regex }
  - id: contains
    messages:
      - { role: user, content: train, matcher: contains }
      - { role: assistant, content: contains }
  - id: contains-too
    messages:
      - { role: user, content: train, matcher: contains }
      - { role: assistant, content: the second one }
  - id: flow
    messages:
      - { role: user, content: Begin }
      - { role: assistant, content: How can I help? }
      - { role: user, content: The weather? }
      - { role: assistant, content: flow }
  - id: prompt
    messages:
      - { role: system, content: You are never used. }
      - { role: assistant, content: prompt }
`

describe('the rules of openai-mock-api', () => {
  it.each([
    ['exact', ['Good morning, how are you?']],
    ['exact', ['\n Good morning, how are you? ']],
    ['any', ['good morning, how are you?']],
    ['fuzzy', ['I need assistance with something']],
    ['regex', ['Show me CODE in Rust, please']],
    ['contains', ['Does a TRAIN go today?']],
    ['contains', [`${'a'.repeat(1000)} train ${'b'.repeat(1000)}`]],
    ['any', ['Something else']],
    ['any', ['']],
    ['flow', ['Begin']],
    ['flow', ['Begin', said('How can I help?')]],
    ['flow', ['Begin', said('How can I help?'), 'The weather?']],
  ])('answer %j', async (id, messages) => {
    expect(await chatWith(WHOLE)(...messages)).toBe(id)
  })

  it('have no answer for a system prompt that none names', async () => {
    const chat = chatWith(WHOLE)
    await expect(chat({ role: 'system', content: 'Be kind.' })).rejects.toThrow(
      'No matching response found',
    )
    await expect(chatWith(WHOLE)('Hi', said('Hello'), 'Bye')).rejects.toThrow(
      'No matching response found',
    )
  })

  it('have the mean of a flow', async () => {
    const chat = chatWith(`
responses:
  - id: loose
    messages:
      - { role: user, matcher: any }
      - { role: assistant, content: '1' }
      - { role: user, matcher: any }
      - { role: assistant, content: loose }
  - id: narrow
    messages:
      - { role: user, content: Begin }
      - { role: assistant, content: '1' }
      - { role: user, content: Go on }
      - { role: assistant, content: narrow }
`)
    expect(await chat('Begin', said('1'), 'Go on')).toBe('narrow')
    expect(await chat('Begin', said('1'), 'Stop')).toBe('loose')
  })

  it('mix the matchers of a flow, and answer with its end from the beginning on', async () => {
    const chat = chatWith(`
responses:
  - id: mixed
    messages:
      - { role: user, content: start, matcher: contains }
      - { role: assistant, content: Started. }
      - { role: user, matcher: any }
      - { role: assistant, content: Go on. }
      - { role: user, content: '.*end.*', matcher: regex }
      - { role: assistant, content: Ended. }
`)
    expect(await chat('Start it')).toBe('Ended.')
    expect(await chat('Start it', said('Started.'), 'And now?')).toBe('Ended.')
    expect(await chat('Start it', said('x'), 'y', said('z'), 'The END')).toBe('Ended.')
  })

  it('call a tool', async () => {
    const chat = chatWith(`
responses:
  - id: tool
    messages:
      - { role: user, content: What does ACME cost? }
      - role: assistant
        content: Let me look.
        tool_calls:
          - { id: call_7, type: function, function: { name: get_price, arguments: '{"of": "ACME"}' } }
`)
    expect(await chat('What does ACME cost?')).toBe('Let me look.')
  })

  it('call a tool in the middle of a flow, and answer its result', async () => {
    const chat = chatWith(`
responses:
  - id: tool
    messages:
      - { role: user, content: price, matcher: contains }
      - role: assistant
        tool_calls:
          - { id: call_7, type: function, function: { name: get_price, arguments: '{"of": "ACME"}' } }
      - { role: tool, tool_call_id: call_7, content: '{"price": 12.5}' }
      - { role: assistant, content: ACME is at 12.50. }
`)
    const calls = await chat('The price, please')
    expect(calls).toMatchObject({
      content: null,
      tool_calls: [
        {
          id: 'call_7',
          type: 'function',
          function: { name: 'get_price', arguments: '{"of": "ACME"}' },
        },
      ],
    })
    const result = { role: 'tool' as const, tool_call_id: 'call_7', content: '{"price": 12.5}' }
    // The message is the answer to the first request.
    expect(await chat('The price, please', calls as ChatCompletionMessageParam, result)).toBe(
      'ACME is at 12.50.',
    )
  })

  it('match nothing with an invalid regular expression', async () => {
    const chat = chatWith(`
responses:
  - id: never
    messages:
      - { role: user, content: '[a(b', matcher: regex }
      - { role: assistant, content: never }
`)
    await expect(chat('[a(b')).rejects.toThrow('No matching response found')
  })

  it('end with a pattern for all others', async () => {
    const chat = chatWith(`
responses:
  - id: price
    messages:
      - { role: user, content: '\\$\\d+\\.\\d{2}', matcher: regex }
      - { role: assistant, content: A price. }
  - id: rest
    messages:
      - { role: user, content: '.*', matcher: regex }
      - { role: assistant, content: Pardon? }
`)
    expect(await chat('It costs $12.50.')).toBe('A price.')
    expect(await chat('It is free.')).toBe('Pardon?')
  })
})

describe('the older form of openai-mock-api', () => {
  const OLDER = `
responses:
  - id: booking
    matcher:
      type: exact
      messages:
        - { role: system, content: You book tables. }
        - { role: user, content: 'A table, please' }
        - { role: assistant, content: For how many? }
        - { role: user, content: Three }
    response: { choices: [{ index: 0, message: { role: assistant, content: Booked. }, finish_reason: stop }] }
  - id: nobody-swears
    matcher:
      type: regex
      invert: true
      messages: [{ role: user, content: '.*(darn|heck).*' }]
    response: { choices: [{ index: 0, message: { role: assistant, content: Thanks. }, finish_reason: stop }] }
  - id: darn
    matcher: { type: exact, messages: [{ role: user, content: Darn! }] }
    response:
      choices: [{ index: 0, message: { role: assistant, content: Mind your words. }, finish_reason: content_filter }]
`

  it('takes the first rule that matches, inverted or not', async () => {
    const chat = chatWith(OLDER)
    const system = { role: 'system' as const, content: 'You book tables.' }
    expect(await chat(system, 'A table, please', said('For how many?'), 'Three')).toBe('Booked.')
    expect(await chat(system, 'A table, please', said('How many?'), 'Three')).toBe('Thanks.')
    expect(await chat('Good morning')).toBe('Thanks.')
    expect(await chat('Darn!')).toBe('Mind your words.')
  })

  it('has the answer of a pattern', async () => {
    const chat = chatWith(`
responses:
  - id: greeting
    matcher: { type: contains, pattern: hi }
    response: { content: Hi there! }
`)
    expect(await chat('Oh, hi')).toBe('Hi there!')
    await expect(chat('Good morning')).rejects.toThrow('No matching response found')
  })
})
