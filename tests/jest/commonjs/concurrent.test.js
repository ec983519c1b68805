const { AsyncEventStream, chat, chatCompletionWriter } = require('msw-openai')
const { createFetch } = require('msw-openai/fetch')
const { matchers } = require('msw-openai/matchers')
const { ask } = require('./support.js')

expect.extend(matchers)

/** Resolves once both tests are in the middle of their streams. Each of them waits for that. */
const met = { Ada: Promise.withResolvers(), Grace: Promise.withResolvers() }

class Meeting extends AsyncEventStream {
  constructor(name, other) {
    super()
    Object.assign(this, { name, other })
  }

  async *generate() {
    const w = chatCompletionWriter()
    yield* w.text(this.name)
    met[this.name].resolve()
    await met[this.other].promise
    yield* w.finish()
  }
}

test.concurrent.each([
  ['Ada', 'Grace'],
  ['Grace', 'Ada'],
])('answers %s alone while %s is answered, too', async (name, other) => {
  const create = chat.completions.create(new Meeting(name, other))
  const stream = await ask(name, { fetch: createFetch([create]) })

  await expect(stream).toStreamText(name)
  expect(create).toHaveAnswered(1)
  expect(create).toHaveBeenAskedWith({ messages: [{ content: name }] })
})
