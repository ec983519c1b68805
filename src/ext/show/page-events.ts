import type { PageFinding, PageRecord, PageStream } from './page-data.js'
import type { PageTools } from './page-tools.js'

/** The list of events, with the findings in place. A browser lays out the groups that are seen. */
export class PageEvents {
  readonly #tools: PageTools
  readonly #list: HTMLElement
  readonly #box: HTMLElement
  readonly #groupSize = 100
  #rows: readonly HTMLElement[] = []
  #groups: readonly HTMLElement[] = []
  /** The group in which some events have come, and others not. */
  #mixed: HTMLElement | undefined

  constructor(tools: PageTools) {
    this.#tools = tools
    this.#list = tools.byId('list')
    this.#box = tools.byId('scroll')
    this.#list.addEventListener('click', ({ target }) => {
      const row = target instanceof Element ? target.closest<HTMLElement>('[data-at]') : null
      if (row) tools.send('seek', Number(row.dataset['at']) + 1)
    })
    tools.on('open', (stream) => this.#open(stream))
    tools.on('move', (at) => this.#move(at))
  }

  #open({ records, missing: unseen, findings, end, isPlain }: PageStream): void {
    this.#rows = records.map((record, at) => this.#row(record, at))
    this.#groups = this.#grouped()
    this.#mixed = undefined
    const missing = findings.filter(({ at }) => !this.#rows[at]).map((each) => this.#note(each))
    for (const finding of findings) this.#rows[finding.at]?.append(this.#note(finding))
    const { element } = this.#tools
    const last = end === '' ? [] : [element('div', 'end', end)]
    const none = unseen === '' ? [] : [element('div', 'nothing none', unseen)]
    this.#tools.byId('events').hidden = isPlain
    this.#list.classList.toggle('untimed', !records.some(({ time }) => time !== undefined))
    this.#list.replaceChildren(...this.#groups)
    this.#tools.byId('list-end').replaceChildren(...missing, ...last)
    this.#tools.byId('list-start').replaceChildren(...none)
  }

  #row({ kind, index, time, size, type, adds }: PageRecord, at: number): HTMLElement {
    const { element } = this.#tools
    const row = element('div', `row ${kind.replace(' ', '-')}`)
    row.id = `row-${at}`
    row.dataset['at'] = String(at)
    row.setAttribute('role', 'option')
    row.append(
      element('span', 'number', String(index ?? '')),
      ...(time === undefined ? [] : [element('span', 'time', `${Math.round(time)} ms`)]),
      element('span', 'size', `${size} B`),
      element('span', 'what', element('span', 'type', type), ` ${adds}`),
    )
    return row
  }

  #grouped(): HTMLElement[] {
    const count = Math.ceil(this.#rows.length / this.#groupSize)
    return Array.from({ length: count }, (_, index) => {
      const begin = index * this.#groupSize
      const rows = this.#rows.slice(begin, begin + this.#groupSize)
      const group = this.#tools.element('div', 'group', ...rows)
      group.setAttribute('role', 'group')
      group.setAttribute('aria-label', `${begin + 1} to ${begin + rows.length}`)
      group.style.containIntrinsicHeight = `auto ${rows.length * 28}px`
      return group
    })
  }

  #note({ severity, rule, message }: PageFinding): HTMLElement {
    const { element } = this.#tools
    return element('span', `note is-${severity}`, element('b', '', `▲ ${rule}`), ` ${message}`)
  }

  /** Marks the row of the record that came last, and dims the rows of those that have not come yet. */
  #move(at: number): void {
    for (const [index, group] of this.#groups.entries()) {
      const begin = index * this.#groupSize
      group.classList.toggle('future', begin >= at)
    }
    const mixed =
      at % this.#groupSize === 0 ? undefined : this.#groups[Math.floor(at / this.#groupSize)]
    if (this.#mixed && this.#mixed !== mixed) this.#dim(this.#mixed, Infinity)
    if (mixed) this.#dim(mixed, at)
    this.#mixed = mixed
    this.#select(this.#rows[at - 1])
  }

  /** Dims the rows of a group from a place on. */
  #dim(group: HTMLElement, at: number): void {
    for (const row of group.querySelectorAll<HTMLElement>('.row')) {
      row.classList.toggle('future', Number(row.dataset['at']) >= at)
    }
  }

  #select(row: HTMLElement | undefined): void {
    this.#list.querySelector('[aria-selected]')?.removeAttribute('aria-selected')
    row?.setAttribute('aria-selected', 'true')
    this.#list.setAttribute('aria-activedescendant', row?.id ?? '')
    this.#scrollTo(row)
  }

  /** Scrolls the list alone: the page stays where it is. */
  #scrollTo(row: HTMLElement | undefined): void {
    const box = this.#box
    if (!row) {
      box.scrollTop = 0
      return
    }
    // Not `offsetTop`: a group whose layout is skipped is the offset parent of its rows.
    const [frame, place] = [box.getBoundingClientRect(), row.getBoundingClientRect()]
    const margin = 40
    const above = place.top - margin - frame.top
    const below = place.bottom + margin - frame.bottom
    if (above < 0) box.scrollTop += above
    else if (below > 0) box.scrollTop += below
  }
}
