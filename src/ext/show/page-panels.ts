import type { PageFinding, PageRecord, PageStream } from './page-data.js'
import type { PageTools } from './page-tools.js'

/** The text, the tool calls and the usage so far, the findings, the record, and the request. */
export class PagePanels {
  readonly #tools: PageTools
  #stream: PageStream | undefined
  #text = ''
  /** The length of the text after each record. */
  #ends: readonly number[] = []
  /** The number of records that end in the same read as each record; 0 where no reads are known. */
  #shares: readonly number[] = []

  constructor(tools: PageTools) {
    this.#tools = tools
    tools.on('open', (stream) => this.#open(stream))
    tools.on('move', (at) => {
      if (this.#stream) this.#move(this.#stream, at)
    })
  }

  #open(stream: PageStream): void {
    let length = 0
    this.#stream = stream
    this.#ends = stream.records.map(({ text }) => (length += text.length))
    this.#text = stream.records.map(({ text }) => text).join('')
    this.#shares = this.#sharesOf(stream)
    for (const id of ['answer', 'findings', 'record']) this.#tools.byId(id).hidden = stream.isPlain
    this.#showReply(stream)
    this.#showFindings(stream)
    this.#showRequest(stream)
  }

  #move(stream: PageStream, at: number): void {
    this.#showText(at)
    this.#showToolCalls(stream, at)
    this.#showRecord(stream, at)
    const isShown = at === stream.records.length && stream.usage !== undefined
    this.#tools.byId('usage').hidden = !isShown
    this.#tools.byId('usage-json').textContent = isShown ? this.#json(stream.usage) : ''
  }

  /** Shows the text so far, and marks the part that came last. */
  #showText(at: number): void {
    const { element } = this.#tools
    // A browser takes long to lay out a long text: a part is enough while it grows.
    const isWhole = at === this.#ends.length
    const [start, end] = [this.#startOf(this.#ends[at - 2] ?? 0), this.#ends[at - 1] ?? 0]
    const none = this.#text === '' ? 'No text.' : 'No text yet.'
    const box = this.#tools.byId('text')
    box.replaceChildren(
      end === 0 ? element('span', 'none', none) : this.#before(start, isWhole ? Infinity : 5000),
      ...(end > start ? [element('mark', '', this.#text.slice(start, end))] : []),
    )
    box.scrollTop = box.scrollHeight
  }

  /** Moves a place inside a pair of surrogates to its start: a browser draws no half of a pair. */
  #startOf(place: number): number {
    const isInside = (this.#text.codePointAt(place - 1) ?? 0) > 0xffff
    return isInside ? place - 1 : place
  }

  /** Gives the text before a place, or its last part. */
  #before(place: number, most: number): string {
    return place > most ? `… ${this.#text.slice(place - most, place)}` : this.#text.slice(0, place)
  }

  #showToolCalls({ toolCalls, steps }: PageStream, at: number): void {
    const { element } = this.#tools
    const given = steps.findLast((step) => step.at < at)?.given ?? []
    const items = given.map((part, index) => {
      const { name = '', id = '', given: whole = '' } = toolCalls[index] ?? {}
      const text = typeof part === 'number' ? whole.slice(0, part) : part
      const head = [element('code', 'type', name), ' ', element('span', 'id', id)]
      return element('li', '', ...head, element('pre', '', text))
    })
    this.#tools.byId('tools').hidden = toolCalls.length === 0
    this.#list('tool-calls', items, 'None yet.')
  }

  #showRecord({ records }: PageStream, at: number): void {
    const record = records[at - 1]
    const { time, size, offset } = record ?? {}
    const parts = [
      record ? this.#nameOf(record) : '',
      time === undefined ? '' : `${Math.round(time)} ms`,
      `${size} bytes, from byte ${offset} on`,
      this.#readsOf(record, at),
    ].filter((part) => part !== '')
    this.#tools.byId('record-place').textContent = record
      ? parts.join(' · ')
      : 'Nothing has come yet.'
    this.#tools.byId('raw').replaceChildren(...this.#rawOf(record))
  }

  /** Names a record: `event 2`, `event 2 (no JSON)`, `comment`. */
  #nameOf({ kind, index }: PageRecord): string {
    if (index === undefined) return kind === 'no data' ? 'a record without data' : kind
    return kind === 'event' ? `event ${index}` : `event ${index} (${kind})`
  }

  /** Words the reads of a record that had no read of its own. */
  #readsOf(record: PageRecord | undefined, at: number): string {
    if (record?.pieces) return `in ${record.pieces.length} reads`
    const others = (this.#shares[at - 1] ?? 0) - 1
    return others > 0 ? `in one read with ${others} other${others === 1 ? '' : 's'}` : ''
  }

  /** Gives the bytes of a record, with a mark at each place where a read ends inside. */
  #rawOf(record: PageRecord | undefined): Array<HTMLElement | string> {
    const pieces = record?.pieces ?? [record?.raw ?? '']
    const [first = '', ...rest] = pieces.map((piece) => this.#drawn(piece))
    return [first, ...rest.flatMap((piece) => [this.#seam(), piece])]
  }

  /** Escapes the characters that a browser does not draw, and those that turn the direction of a text. */
  #drawn(text: string): string {
    const undrawn = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu
    return text.replace(undrawn, (character) => {
      const code = character.codePointAt(0) ?? 0
      return code === 13 ? '\\r' : `\\u${code.toString(16).padStart(4, '0')}`
    })
  }

  #seam(): HTMLElement {
    const seam = this.#tools.element('span', 'seam')
    seam.setAttribute('role', 'img')
    seam.setAttribute('aria-label', 'a read ends here')
    seam.title = 'A read ends here.'
    return seam
  }

  /** Counts the records that end in the same read. */
  #sharesOf({ records, reads }: PageStream): number[] {
    let [read, end] = [-1, 0]
    const places = records.map(({ offset, size }) => {
      while (end < offset + size && read < reads.length - 1) end += reads[++read]?.size ?? 0
      return read
    })
    const counts = new Map<number, number>()
    for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1)
    return places.map((place) => (place < 0 ? 0 : (counts.get(place) ?? 0)))
  }

  #showFindings({ findings, records }: PageStream): void {
    const items = findings.map((finding) => {
      const record = records[finding.at]
      return this.#finding(finding, record ? `at ${this.#nameOf(record)}` : 'at the end')
    })
    this.#list('finding-list', items, 'None.')
  }

  #finding({ severity, rule, message, at }: PageFinding, place: string): HTMLElement {
    const { element } = this.#tools
    const head = [element('b', '', `${severity} ${rule}`), ' ', element('span', 'where', place)]
    const button = element('button', `is-${severity}`, ...head, element('br'), message)
    button.addEventListener('click', () => this.#tools.send('seek', at + 1))
    return element('li', '', button)
  }

  /** Shows a plain answer, or the reason for which there is none. */
  #showReply({ isPlain, end, call }: PageStream): void {
    this.#tools.byId('reply').hidden = !isPlain
    this.#tools.byId('reply-end').textContent = isPlain ? end : ''
    this.#tools.byId('reply-body').textContent = this.#json(call?.reply?.body ?? call?.error)
  }

  #showRequest({ call }: PageStream): void {
    this.#tools.byId('request').hidden = call === undefined
    this.#tools.byId('request-line').textContent = call ? `${call.method} ${call.url}` : ''
    this.#tools.byId('answered-by').textContent = call?.answer ? `Answered by ${call.answer}.` : ''
    this.#tools.byId('request-body').textContent = this.#json(call?.body)
  }

  #list(id: string, items: readonly HTMLElement[], none: string): void {
    const shown = items.length > 0 ? items : [this.#tools.element('li', 'none', none)]
    this.#tools.byId(id).replaceChildren(...shown)
  }

  #json(value: unknown): string {
    if (typeof value === 'string') return value
    return JSON.stringify(value, null, 2) ?? ''
  }
}
