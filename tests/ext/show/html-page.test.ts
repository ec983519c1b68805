import { expect, it } from 'vitest'
import { htmlPage } from '../../../src/ext/show/html-page.js'
import { readStream } from '../../../src/ext/show/read-stream.js'
import { chunkRecord, GREETING, recordingOf, ROLE } from './recordings.js'

const EVIL = '</script><script>alert(1)</script><!--<script>\u2028&amp;\u0000\ud800'

function page(text: string, title = 'answer.sse'): string {
  return htmlPage({ title, streams: [readStream(recordingOf(text))] })
}

/** The data in a page, as its script reads them. */
function dataOf(html: string): unknown {
  const [, json = ''] =
    /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html) ?? []
  return JSON.parse(json)
}

it('has the streams as data', () => {
  expect(dataOf(page(GREETING))).toMatchObject({
    streams: [
      { name: 'answer.sse', records: { length: 6 }, findings: [], usage: { total_tokens: 3 } },
    ],
  })
})

it('keeps the texts of a stream out of its markup', () => {
  const html = page(ROLE + chunkRecord({ content: EVIL }), EVIL)

  expect(html.match(/<script/g)).toHaveLength(2)
  expect(html).not.toContain('<!--')
  expect(html).not.toContain('\u2028&amp;\u0000')
  expect(dataOf(html)).toMatchObject({ streams: [{ records: [{}, { text: EVIL }] }] })
})

it('asks for nothing from a network', () => {
  const html = page(GREETING)

  expect(html).toContain(`content="default-src 'none';`)
  expect(html).not.toMatch(/(src|href)="(?!data:)|url\(|@import|https?:\/\//)
})

it('has a script that stands alone', () => {
  const [, script = ''] = /<script>(.*)<\/script>/s.exec(page(GREETING)) ?? []

  // A browser parses it: a bundler or a transform would leave names of its own.
  expect(() => Reflect.construct(Function, [script])).not.toThrow()
  expect(script).not.toMatch(/__vi|__name|import/)
})
