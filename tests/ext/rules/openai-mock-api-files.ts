/** Files in the forms that the documentation of openai-mock-api 0.4.0 shows, by what they show. */
export const FILES = {
  'the least file': `
apiKey: "k"
responses:
  - id: "ping"
    messages:
      - role: "user"
        content: "Ping"
      - role: "assistant"
        content: "Pong"
`,
  'each matcher of a message': `
apiKey: 'k'
port: 3100

responses:
  # exact, unless given
  - id: 'exact'
    messages:
      - role: 'user'
        content: 'Are you there?'
        # matcher: 'exact'
      - role: 'assistant'
        content: "I'm here."
  - id: 'fuzzy'
    messages:
      - role: 'user'
        content: 'Please book a room'
        matcher: 'fuzzy'
        threshold: 0.7 # of 1
      - role: 'assistant'
        content: |
          For how many nights?

          1. One
          2. Two
  - id: 'regex'
    messages:
      - role: 'user'
        content: '.*(rust|golang).*'
        matcher: 'regex'
      - role: 'assistant'
        content: 'A compiled language.'
  - id: 'contains'
    messages:
      - { role: 'user', content: 'train', matcher: 'contains' }
      - { role: 'assistant', content: 'On platform 4.' }
  - id: 'any'
    messages:
      - role: 'user'
        matcher: 'any'
      - role: 'assistant'
        content: 'Noted.'
`,
  'a matcher that reads no content': `
responses:
  - id: 'flow'
    messages:
      - { role: 'system', content: 'Be kind.', matcher: 'any' }
      - { role: 'user', content: 'Good morning' }
      - { role: 'assistant', content: 'Good morning!' }
      - { role: 'user', content: 'How late is it?' }
      - { role: 'assistant', content: 'Half past nine.' }
`,
  'tools in a flow': `
responses:
  - id: 'tool'
    messages:
      - { role: 'user', content: 'stock price', matcher: 'contains' }
      - role: 'assistant'
        tool_calls:
          - id: 'call_1'
            type: 'function'
            function:
              name: 'get_price'
              arguments: '{"symbol": "ACME"}'
      - role: 'tool'
        tool_call_id: 'call_1'
        content: '{"price": 12.5}'
      - role: 'assistant'
        content: 'ACME is at 12.50.'
`,
  'a template of a message': `
bot: &bot
  role: 'assistant'

responses:
  - id: 'hello'
    messages:
      - role: 'user'
        content: 'Hello'
      - <<: *bot
        content: 'Hello!'
`,
  'environment variables': `
apiKey: '\${MOCK_KEY:-k}'
port: '\${MOCK_PORT:-3100}'
responses: []
`,
  'the older form, with templates of completions': `
shared:
  head: &head
    object: 'chat.completion'
    created: 1700000000
    model: '\${MODEL:-gpt-4o}'
  usage: &usage
    prompt_tokens: 3
    completion_tokens: 4
    total_tokens: 7

apiKey: 'k'
responses:
  - id: 'older'
    matcher:
      type: 'exact'
      messages:
        - role: 'system'
          content: 'You book tables.'
        - role: 'user'
          content: 'A table, please'
        - role: 'assistant'
          content: 'For how many?'
        - role: 'user'
          content: 'Three'
    response:
      <<: *head
      id: 'chatcmpl-older'
      choices:
        - index: 0
          message:
            role: 'assistant'
            content: 'Booked.'
          finish_reason: 'content_filter'
      usage:
        <<: *usage
        completion_tokens: 1
`,
  'the older form, inverted': `
responses:
  - id: 'nobody-swears'
    matcher:
      type: 'regex'
      invert: true
      messages:
        - role: 'user'
          content: '.*(darn|heck).*'
    response: { choices: [{ index: 0, message: { role: 'assistant', content: 'Thanks.' } }] }
`,
  'the older form, with a pattern': `
apiKey: 'k'
port: 3100
responses:
  - id: 'greeting'
    matcher:
      type: 'contains'
      pattern: 'hi'
    response:
      content: 'Hi there!'
`,
  'a pattern that is no regular expression': `
responses:
  - id: 'never'
    messages:
      - { role: 'user', content: '[a-', matcher: 'regex' }
      - { role: 'assistant', content: 'Never.' }
`,
}
