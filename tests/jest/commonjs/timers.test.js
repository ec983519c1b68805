const { chat, chatCompletionWriter, EventStream, pace, pause } = require('msw-openai')
const { collect } = require('msw-openai/matchers')
const { setImmediate } = require('node:timers/promises')
const { ask, useServer, Words } = require('./support.js')

const server = useServer()

beforeEach(() => jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] }))
afterEach(() => jest.useRealTimers())

class Hesitant extends EventStream {
  *generate() {
    const w = chatCompletionWriter()
    yield* w.role()
    yield pause(60_000)
    yield* w.finish()
  }
}

it('streams while no fake timer is advanced', async () => {
  server.use(chat.completions.create(new Words('Hello there')))

  expect(await collect(await ask('Hello?'))).toEqual([...new Words('Hello there')])
})

it('pauses until the fake timers are advanced', async () => {
  server.use(chat.completions.create(new Hesitant()))
  const [first, second] = new Hesitant()
  const stream = (await ask('Hello?'))[Symbol.asyncIterator]()

  await expect(stream.next()).resolves.toEqual({ value: first, done: false })
  await expect(nextAfter(60_000, stream)).resolves.toEqual({ value: second, done: false })
})

it('paces every event by the fake timers', async () => {
  server.use(chat.completions.create(new Words('Hello'), { through: [pace(1000)] }))
  const stream = (await ask('Hello?'))[Symbol.asyncIterator]()

  for (const value of new Words('Hello')) {
    await expect(nextAfter(1000, stream)).resolves.toEqual({ value, done: false })
  }
})

/** The next item of a stream, which must not come before `ms` of fake time have passed. */
async function nextAfter(ms, stream) {
  const read = jest.fn()
  const next = stream.next().finally(read)

  for (let turn = 0; turn < 20; turn++) await setImmediate()
  expect(read).not.toHaveBeenCalled()
  await jest.advanceTimersByTimeAsync(ms)
  return next
}
