import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { htmlPage } from '../../src/ext/show/html-page.js'
import { readStream } from '../../src/ext/show/read-stream.js'
import { unansweredRequest } from '../../src/ext/show/unanswered-request.js'
import type { ShownStream } from '../../src/ext/show/shown-stream.js'
import {
  chunkRecord,
  DONE,
  GREETING,
  recordingOf,
  recordingOfChunks,
  ROLE,
  STOP,
  TOOL_CALL,
} from '../ext/show/recordings.js'

const EVIL = '</script><img src=x onerror=alert(1)>'
const folder = mkdtempSync(join(tmpdir(), 'msw-openai-page-'))
let browser: Browser

beforeAll(async () => {
  const executablePath = execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' })
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ]
  browser = await chromium.launch({ executablePath: executablePath.trim(), args })
})

afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true })
})

/** A stream with times, with each record in a read of its own. */
function timed(text: string, call?: ShownStream['call']): ShownStream {
  const bytes = text.match(/[^]+?\n\n/g) ?? []
  const encoder = new TextEncoder()
  const chunks = bytes.map((record, index) => ({
    bytes: encoder.encode(record),
    time: 100 + 40 * index,
  }))
  return readStream({ ...recordingOfChunks(chunks), call })
}

const FAULTY = [
  chunkRecord({ content: 'Hello' }),
  ': ping\n\n',
  chunkRecord({ content: ` ${EVIL}` }),
  `data: {"oops ${'long'.repeat(60)}\n\n`,
  STOP,
].join('')

const aborted = {
  method: 'POST',
  url: 'https://api.openai.com/v1/chat/completions',
  body: { model: 'gpt-5', messages: [{ role: 'user', content: EVIL }] },
  answer: 'Greeting',
  outcome: 'aborted',
}

/** The streams of most tests: a faulty one, a recording without times, and a tool call. */
const streams = [
  timed(FAULTY, aborted),
  readStream(recordingOf(GREETING, { name: 'greeting.sse' })),
  readStream(recordingOf(TOOL_CALL, { name: 'tool.sse' })),
]

interface OpenPage {
  readonly page: Page
  /** Everything that the page reported as an error. */
  readonly errors: readonly string[]
  /** The addresses of which the page asked for something. */
  readonly requests: readonly string[]
}

/** The rest of a page. */
interface Look {
  readonly colorScheme?: 'light' | 'dark'
  readonly reasons?: readonly string[]
}

let pages = 0

/** Open a page about streams in a window of a width. */
async function open(
  width: number,
  shown: readonly ShownStream[] = streams,
  { colorScheme = 'light', reasons = [] }: Look = {},
): Promise<OpenPage> {
  const file = join(folder, `${++pages}.html`)
  writeFileSync(file, htmlPage({ title: `A test › ${EVIL}`, streams: shown, reasons }))
  const page = await browser.newPage({ viewport: { width, height: 844 }, colorScheme })
  onTestFinished(() => page.close())
  const [errors, requests]: [string[], string[]] = [[], []]
  page.on('console', (message) => errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('request', (request) => requests.push(request.url()))
  const address = pathToFileURL(file).href
  await page.goto(address)
  return { page, errors, requests: requests.filter((each) => each !== address) }
}

/** Scroll to the list of events, which a phone shows below: a browser lays out what it shows. */
async function showList(page: Page): Promise<void> {
  await page.locator('#events').scrollIntoViewIfNeeded()
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  )
}

const texts = (page: Page, selector: string) => page.locator(selector).allInnerTexts()

describe.each([1280, 390])('at a width of %d pixels', (width) => {
  it('asks for nothing, reports no error, and never scrolls to the side', async () => {
    const { page, errors, requests } = await open(width)

    for (const index of streams.keys()) {
      await page.locator('#streams').selectOption({ index })
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow).toBe(0)
    }
    expect({ errors, requests }).toEqual({ errors: [], requests: [] })
  })

  it('shows the whole answer first', async () => {
    const { page } = await open(width)

    expect(await page.locator('#text').innerText()).toBe(`Hello ${EVIL}`)
    expect(await page.locator('#place').innerText()).toBe('5 of 5')
    expect(await page.locator('h1').innerText()).toBe(`A test › ${EVIL}`)
  })

  it('lets the text grow as the slider moves', async () => {
    const { page } = await open(width)
    const slider = page.locator('#slider')
    const seen: string[] = []
    for (const at of ['0', '1', '2', '3']) {
      await slider.fill(at)
      seen.push(await page.locator('#text').innerText())
    }

    expect(seen).toEqual(['No text yet.', 'Hello', 'Hello', `Hello ${EVIL}`])
    expect(await page.locator('#text mark').innerText()).toBe(` ${EVIL}`)
    expect(await page.locator('#raw').innerText()).toBe(chunkRecord({ content: ` ${EVIL}` }))
    await showList(page)
    expect(await page.locator('.row[aria-selected="true"] .number').innerText()).toBe('1')
  })

  it('lets tool calls grow, and shows the usage at the end', async () => {
    const { page } = await open(width)
    await page.locator('#streams').selectOption('tool.sse')
    await page.locator('#slider').fill('3')
    expect(await page.locator('#tool-calls pre').innerText()).toBe('{"city":')

    await page.locator('#streams').selectOption('greeting.sse')
    expect(await page.locator('#usage').isVisible()).toBe(true)
    await page.locator('#slider').fill('2')
    expect(await page.locator('#usage').isVisible()).toBe(false)
  })

  it('moves by the keys', async () => {
    const { page } = await open(width)
    const place = page.locator('#place')
    await page.keyboard.press('ArrowLeft')
    expect(await place.innerText()).toBe('4 of 5')

    await page.locator('#list').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect(await place.innerText()).toBe('2 of 5')
  })

  it('shows findings in the list of events, and goes to the event of a finding', async () => {
    const { page } = await open(width)
    const [first = '', ...others] = await texts(page, '#finding-list li')
    expect(first).toContain('error chat/role-first at event 0')
    expect(others).toContainEqual(
      expect.stringMatching(/^error stream\/json at event \d \(no JSON\)/),
    )
    await showList(page)
    expect(await texts(page, '.row .note')).toContainEqual(expect.stringContaining('stream/json'))
    expect(await texts(page, '#list-end')).toEqual([
      expect.stringMatching(/stream\/terminator-missing[^]*The client left here\./),
    ])

    await page.locator('#finding-list button').first().click()
    expect(await page.locator('#place').innerText()).toBe('1 of 5')
    expect(await page.locator('.row .note').first().isVisible()).toBe(true)
  })

  it('marks findings on the timeline', async () => {
    const { page } = await open(width)

    // The first event is at the beginning of the line of time, and the end has a finding, too.
    expect(await colouredParts(page, '--error')).toContain('begin')
    expect(await colouredParts(page, '--warning')).toContain('end')
  })

  it('plays to the end', async () => {
    const { page } = await open(width)
    await page.clock.install()
    await page.locator('#slider').fill('0')
    await page.locator('#play').click()
    expect(await page.locator('#play').innerText()).toBe('Pause')

    await page.clock.runFor(20_000)
    expect(await page.locator('#place').innerText()).toBe('5 of 5')
    expect(await page.locator('#play').innerText()).toBe('Play')
  })

  it('goes to the place of a click on the timeline', async () => {
    const { page } = await open(width)
    await page.locator('#timeline').click({ position: { x: 2, y: 20 } })

    expect(await page.locator('#place').innerText()).toBe('0 of 5')
  })

  it('shows what was asked', async () => {
    const { page } = await open(width)

    expect(await page.locator('#request').innerText()).toContain(aborted.url)
    expect(await page.locator('#request').innerText()).toContain('Answered by Greeting.')
    expect(JSON.parse(await page.locator('#request-body').innerText())).toEqual(aborted.body)
  })

  it('moves along ten thousand events', async () => {
    const words = Array.from({ length: 10_000 }, (_, index) =>
      chunkRecord({ content: ` ${index}` }),
    )
    const long = readStream(recordingOf([ROLE, ...words, STOP, DONE].join('')))
    const { page, errors } = await open(width, [long])
    for (const at of ['10003', '1', '5002', '9000']) await page.locator('#slider').fill(at)

    expect(await page.locator('#place').innerText()).toBe('9000 of 10003')
    expect(await page.locator('#text').innerText()).toMatch(/ 8996 8997 8998$/)
    await showList(page)
    const row = page.locator('.row[aria-selected="true"]')
    expect(await row.innerText()).toContain('8998')
    expect(await isInside(row, page)).toBe(true)
    expect(errors).toEqual([])
  })
})

describe('the page of a failing test', () => {
  const asked = { method: 'POST', url: aborted.url, body: aborted.body, outcome: 'replied' }
  const reply = { status: 429, body: { error: { message: EVIL } } }
  const none = readStream(recordingOfChunks([]))
  const plain: ShownStream = { ...none, name: 'Call 2', call: { ...asked, reply } }
  const url = 'https://api.openai.com/v1/models'
  const unanswered = unansweredRequest({ method: 'GET', url, message: `Failed ${EVIL}` })

  it('gives the reasons of the failure above everything else', async () => {
    const { page } = await open(1280, streams, { reasons: [`Error: ${EVIL}`, 'Error: two\nlines'] })

    expect(await texts(page, '#failure li')).toEqual([`Error: ${EVIL}`, 'Error: two\nlines'])
    expect(await (await open(1280)).page.locator('#failure').isVisible()).toBe(false)
  })

  it('shows a plain answer in the place of the events', async () => {
    const { page, errors } = await open(390, [streams[0] ?? none, plain])
    await page.locator('#streams').selectOption('Call 2 · replied with HTTP 429')

    expect(await page.locator('#reply').innerText()).toContain('The route replied with HTTP 429.')
    expect(JSON.parse(await page.locator('#reply-body').innerText())).toEqual(reply.body)
    for (const hidden of ['#player', '#events', '#answer', '#findings', '#record'])
      expect.soft(await page.locator(hidden).isVisible(), hidden).toBe(false)
    await page.locator('#streams').selectOption({ index: 0 })
    expect(await page.locator('#events').isVisible()).toBe(true)
    expect(errors).toEqual([])
  })

  it('shows a request that no route answered', async () => {
    const { page } = await open(1280, [unanswered])

    expect(await page.locator('#answered-by').innerText()).toBe('')
    expect(await page.locator('#reply').innerText()).toMatch(/No route answered\.\s+Failed/)
    expect(await page.locator('#request').innerText()).toContain(`GET ${url}`)
  })

  it('shows that nothing was sent', async () => {
    const call = { ...asked, outcome: 'cut', endedAfter: 30 }
    const { page } = await open(390, [{ ...none, call }])

    expect(await texts(page, '#scroll .nothing, #scroll .end')).toEqual([
      'Nothing was sent.',
      'The connection was cut here, 30 ms after the request.',
    ])
  })

  it('says how many events nobody has recorded', async () => {
    const some = { ...timed(GREETING), name: 'the last ones', skipped: 1 }
    const { page } = await open(390, [{ ...none, skipped: 2 }, some])
    expect(await texts(page, '#list-start')).toEqual(['2 events were sent, and not recorded.'])

    await page.locator('#streams').selectOption('the last ones')
    expect(await texts(page, '#list-start')).toEqual(['1 event was sent before, and not recorded.'])
  })

  it('shows the time between the last event and the end', async () => {
    const call = { ...aborted, endedAfter: 1040 }
    const { page } = await open(1280, [timed(GREETING, call)])
    expect(await page.locator('#axis-end').innerText()).toBe('1040 ms')
    expect(await page.locator('#list-end').innerText()).toContain('left here, 1040 ms after')

    // The last of the six events came after 300 ms.
    const { width = 0 } = (await page.locator('#timeline').boundingBox()) ?? {}
    await page.locator('#timeline').click({ position: { x: width * 0.15, y: 20 } })
    expect(await page.locator('#place').innerText()).toBe('2 of 6')
    await page.locator('#timeline').click({ position: { x: width * 0.3, y: 20 } })
    expect(await page.locator('#place').innerText()).toBe('6 of 6')
  })

  it('marks the ends of reads inside a record, and names the records of one read', async () => {
    const bytes = new TextEncoder().encode(GREETING)
    const wave = new TextEncoder().encode(chunkRecord({ content: '👋' }))
    const inside = wave.indexOf(0xf0) + 1
    const parts = [wave.subarray(0, inside), wave.subarray(inside), bytes]
    const chunks = parts.map((part, index) => ({ bytes: part, time: 10 * index }))
    const { page } = await open(1280, [readStream(recordingOfChunks(chunks))])
    await page.locator('#slider').fill('1')

    expect(await page.locator('#record-place').innerText()).toMatch(/ · in 2 reads$/)
    expect(await page.locator('#raw').innerText()).toMatch(/"content":"\\xF0\\x9F\\x91\\x8B"/)
    expect(await page.getByLabel('a read ends here').count()).toBe(1)
    await page.locator('#slider').fill('2')
    expect(await page.locator('#record-place').innerText()).toMatch(/ · in one read with 5 others$/)
  })
})

it('shows an emoji whose halves are in two events', async () => {
  const halves = [...'👋'].flatMap((emoji) => emoji.split(''))
  const records = halves.map((content) => chunkRecord({ content }))
  const { page } = await open(1280, [readStream(recordingOf([ROLE, ...records, STOP].join('')))])
  await page.locator('#slider').fill('3')

  expect(await page.locator('#text mark').innerText()).toBe('👋')
})

it('shows characters that a page does not draw', async () => {
  const sent = `\uFEFF${ROLE.replaceAll('\n', '\r\n')}: \u0000\u202E\n\n`
  const { page } = await open(1280, [readStream(recordingOf(sent))])
  const raw = page.locator('#raw')
  expect(await raw.innerText()).toBe(': \\u0000\\u202e\n\n')

  await page.locator('#slider').fill('1')
  expect(await raw.innerText()).toMatch(/^\\ufeffdata: \{.*\}\\r\n\\r\n$/)
})

it('gives a list no more height than its rows need', async () => {
  const { page } = await open(390, [readStream(recordingOf(GREETING))])
  const row = (await page.locator('.row').first().boundingBox())?.height ?? 0
  const list = (await page.locator('#scroll').boundingBox())?.height ?? 0

  expect(list).toBeLessThan(7 * row)
})

it('shows the focus of everything that takes keys', async () => {
  const { page } = await open(1280)
  for (const id of ['streams', 'play', 'slider', 'list']) {
    await page.keyboard.press('Tab')
    const outline = await page.evaluate(() => {
      const { id: focused = '' } = document.activeElement ?? {}
      const { outlineStyle, outlineWidth } = getComputedStyle(
        document.activeElement ?? document.body,
      )
      return `${focused} ${outlineStyle} ${outlineWidth}`
    })
    expect(outline).toBe(`${id} solid 2px`)
  }
  await page.locator('#slider').focus()
  await page.keyboard.press('ArrowLeft')
  expect(await page.locator('#place').innerText()).toBe('4 of 5')
  expect(await page.locator('#slider').getAttribute('aria-valuetext')).toContain('no JSON')
})

/** The halves of the timeline whose uppermost pixels have a colour. */
function colouredParts(page: Page, name: string): Promise<string[]> {
  return page.evaluate((property) => {
    const canvas = document.querySelector('canvas')
    const pen = canvas?.getContext('2d')
    if (!canvas || !pen) return []
    const probe = document.createElement('canvas').getContext('2d')
    if (!probe) return []
    probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(property)
    probe.fillRect(0, 0, 1, 1)
    const wanted = probe.getImageData(0, 0, 1, 1).data.join()
    const { width } = canvas
    const row = pen.getImageData(0, 3, width, 1).data
    const found = Array.from({ length: width }, (_, x) => x).filter(
      (x) => row.slice(4 * x, 4 * x + 4).join() === wanted,
    )
    return found.map((x) => (x < width / 2 ? 'begin' : 'end'))
  }, name)
}

/** True for a row that the box of the list shows. */
async function isInside(row: ReturnType<Page['locator']>, page: Page): Promise<boolean> {
  const [inner, outer] = [await row.boundingBox(), await page.locator('#scroll').boundingBox()]
  if (!inner || !outer) return false
  return inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height
}

it.each(['light', 'dark'] as const)(
  'has the contrast of WCAG AA in %s colours',
  async (colorScheme) => {
    const { page } = await open(1280, streams, { colorScheme })
    const colours = await page.evaluate(() => {
      const style = getComputedStyle(document.documentElement)
      const value = (name: string) => style.getPropertyValue(`--${name}`).trim()
      const names = ['ink', 'muted', 'accent', 'error', 'warning']
      const grounds = ['card', 'page', 'accent-soft']
      const ofTexts = names.flatMap((name) =>
        grounds.map((ground) => [value(name), value(ground), 4.5] as const),
      )
      return [...ofTexts, [value('bar'), value('card'), 3] as const]
    })

    for (const [ink, ground, least] of colours) {
      expect.soft(contrast(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(least)
    }
    // Rows whose events have not come yet are no paler than any other text.
    await page.locator('#slider').fill('0')
    const opacity = await page.evaluate(() => {
      const future = document.querySelector('.group.future')
      return future && getComputedStyle(future).opacity
    })
    expect(opacity).toBe('1')
  },
)

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(colour: string): number {
  const digits = colour.slice(1)
  const long = digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits
  const [red = 0, green = 0, blue = 0] = (long.match(/../g) ?? [])
    .map((each) => Number.parseInt(each, 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
