/** Rules files that are read, by what they show. */
export const VALID: Readonly<Record<string, string>> = {
  'a flow': `
apiKey: test-key
port: 4010
responses:
  - id: opening-hours
    messages:
      - { role: system, matcher: any }
      - { role: developer, content: Answer in one sentence. }
      - { role: user, content: when do you open, matcher: contains }
      - { role: assistant, content: At nine. }
`,
  'every matcher': `
responses:
  - messages:
      - { role: user, content: one, matcher: exact }
      - { role: user, content: two, matcher: contains }
      - { role: user, content: ^three, matcher: regex }
      - { role: user, content: four, matcher: fuzzy, threshold: 0.5 }
      - { role: user, matcher: any }
      - { role: assistant, content: five }
`,
  'tool calls in a flow': `
responses:
  - messages:
      - { role: user, content: [{ type: text, text: 'How deep ' }, { type: text, text: is the lake? }] }
      - role: assistant
        content: null
        tool_calls:
          - { id: call_9, type: function, function: { name: depth_of, arguments: '{"lake":"Como"}' } }
      - { role: tool, tool_call_id: call_9, matcher: any }
      - { role: assistant, content: 410 metres. }
`,
  'the older form': `
responses:
  - id: not-about-fish
    matcher:
      type: fuzzy
      threshold: 0.7
      invert: true
      messages: [{ role: user, content: fish }]
    response:
      id: chatcmpl-old
      object: chat.completion
      created: 1700000000
      model: gpt-4o
      choices:
        - { index: 0, message: { role: assistant, content: No fish. }, finish_reason: stop }
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
`,
  'a pattern of the older form': `
responses:
  - matcher: { type: contains, pattern: ferry }
    response: { content: It leaves at noon. }
`,
  'every key of a reply': `
responses:
  - reply:
      text: Let me look.
      reasoning: They ask about rain.
      toolCalls:
        - { name: get_weather, arguments: { city: Oslo, days: 2 }, id: call_a }
        - { name: get_time, arguments: '{}' }
        - { name: get_place }
      refusal: I cannot.
      usage: { input: 3, output: 4 }
      finish: tool_calls
`,
  'every key of a delivery': `
responses:
  - messages: [{ role: user, content: snow }]
    reply: one two three
    status: 201
    headers: { x-a: b, x-count: 3, x-on: true }
    pace: { first: 300, each: 30, jitter: 5, seed: 7 }
    by: grapheme
    malform: 1
    cutAfter: 3
    times: 2
    model: /^gpt-5/
    tool: get_weather
    endpoint: [responses.create, chat.completions.create]
    when: { toolResult: get_weather }
  - { reply: a, pace: 20, by: word, cutAfterBytes: 57, endpoint: completions.create }
  - { reply: b, pace: { tokensPerSecond: 80, first: 9 }, by: 4, stallAfter: 0 }
  - { reply: c, dropTerminator: true, when: { toolResult: true }, model: gpt-5 }
`,
  errors: `
responses:
  - { error: 503, times: 1 }
  - error: { status: 429, message: Slow down., code: rate_limit_exceeded, retryAfterMs: 1.5 }
    headers: { x-request-id: req_7 }
`,
  events: `
responses:
  - events:
      - { type: response.created, response: { id: resp_1 } }
      - { type: keepalive }
`,
  'what a server begins with': `
$schema: ./rules.schema.json
port: '3000'
fallback: generate
defaults: { pace: 5, by: word, headers: { x-a: b }, model: gpt-5, endpoint: responses.create }
models: [gpt-5, my-model]
files:
  - { id: file-a, filename: a.txt, purpose: assistants, content: Hello }
  - { filename: b.txt, content: '' }
assistants:
  - { id: asst_a, model: gpt-5, name: Ada, instructions: Be brief., tools: [{ type: file_search }], metadata: { a: b } }
`,
  templates: `
answers: &answers
  role: assistant
templates:
  question: &question { role: user, matcher: contains }
x-note: nothing reads this
responses:
  - messages:
      - { <<: *question, content: tide }
      - { <<: [*answers, *question], content: At six., matcher: exact }
`,
  variables: `
apiKey: '\${KEY:-test-key}'
port: '\${PORT:-3000}'
responses: []
`,
  JSON: `{
\t"responses": [
\t\t{ "reply": "Hello", "pace": 5 }
\t]
}`,
}

/** Rules files that are refused by their form, by what is wrong in them. */
export const INVALID: Readonly<Record<string, string>> = {
  'a list': '- { reply: a }',
  'an unknown key': 'apikey: test-key',
  'an unknown key of a rule': 'responses: [{ replies: a }]',
  'an unknown key of a reply': 'responses: [{ reply: { txt: a } }]',
  'an unknown key of a message': 'responses: [{ reply: a, messages: [{ role: user, text: a }] }]',
  'an unknown key of a pace': 'responses: [{ reply: a, pace: { every: 5 } }]',
  'an unknown key of an error': 'responses: [{ error: { status: 429, type: a } }]',
  'an unknown role': 'responses: [{ reply: a, messages: [{ role: bot, content: a }] }]',
  'an unknown matcher':
    'responses: [{ reply: a, messages: [{ role: user, content: a, matcher: like }] }]',
  'an unknown endpoint': 'responses: [{ reply: a, endpoint: chat.create }]',
  'a number in the place of a text': 'responses: [{ reply: 5 }]',
  'a text in the place of a number': 'responses: [{ reply: a, times: twice }]',
  'a status that is none': 'responses: [{ error: 200 }]',
  'a port that is none': 'port: 70000',
  'a list without items': 'responses: [{ reply: a, messages: [] }]',
}
