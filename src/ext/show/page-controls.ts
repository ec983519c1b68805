import type { PageData, PageStream } from './page-data.js'
import type { PageTools } from './page-tools.js'

/** The slider, the play button, the choice of a stream, and the keys. */
export class PageControls {
  readonly #tools: PageTools
  readonly #streams: readonly PageStream[]
  readonly #slider: HTMLInputElement
  #places: readonly number[] = []
  #stream: PageStream | undefined
  #at = 0
  /** The number of the frame to cancel; undefined while nothing plays. */
  #playing: number | undefined

  constructor(tools: PageTools, { streams, reasons }: PageData) {
    this.#tools = tools
    this.#streams = streams
    this.#slider = tools.find('slider', HTMLInputElement)
    this.#slider.addEventListener('input', () => this.#jump(Number(this.#slider.value)))
    tools.byId('play').addEventListener('click', () => this.#toggle())
    document.addEventListener('keydown', (event) => this.#press(event))
    tools.on('seek', (at) => this.#jump(at))
    this.#listReasons(reasons)
    this.#listStreams()
    this.#open(0)
  }

  #listReasons(reasons: readonly string[]): void {
    this.#tools.byId('failure').hidden = reasons.length === 0
    const items = reasons.map((reason) => this.#tools.element('li', '', reason))
    this.#tools.byId('reasons').append(...items)
  }

  #listStreams(): void {
    const select = this.#tools.find('streams', HTMLSelectElement)
    const names = this.#streams.map(({ name, outcome }) =>
      outcome === '' ? name : `${name} · ${outcome}`,
    )
    select.append(...names.map((name) => this.#tools.element('option', '', name)))
    select.addEventListener('change', () => this.#open(select.selectedIndex))
    this.#tools.byId('chooser').hidden = this.#streams.length < 2
  }

  #open(index: number): void {
    const stream = this.#streams[index]
    if (!stream) return
    this.#stream = stream
    this.#places = this.#tools.placesOf(stream)
    this.#slider.max = String(stream.records.length)
    this.#tools.byId('summary').textContent = stream.summary
    this.#tools.byId('player').hidden = stream.records.length === 0
    this.#tools.send('open', stream)
    this.#jump(stream.records.length)
  }

  /** Stops playing, and moves. */
  #jump(at: number): void {
    this.#stop()
    this.#move(at)
  }

  #move(at: number): void {
    const records = this.#stream?.records ?? []
    this.#at = Math.max(0, Math.min(records.length, at))
    const record = records[this.#at - 1]
    const text = record ? `${record.type} ${record.adds}` : 'nothing yet'
    this.#slider.value = String(this.#at)
    this.#slider.setAttribute('aria-valuetext', text)
    this.#tools.byId('place').textContent = `${this.#at} of ${records.length}`
    this.#tools.send('move', this.#at)
  }

  #toggle(): void {
    if (this.#playing === undefined) this.#play()
    else this.#stop()
  }

  /** Plays in the time of the stream, but in no less than two seconds, and in no more than fifteen. */
  #play(): void {
    if (this.#at === this.#places.length) this.#move(0)
    const known = this.#stream ? this.#tools.lengthOf(this.#stream) : 0
    const length = Math.max(2000, Math.min(15_000, known || this.#places.length * 40))
    const from = this.#at === 0 ? 0 : (this.#places[this.#at - 1] ?? 0)
    const began = performance.now() - from * length
    const step = () => {
      const place = (performance.now() - began) / length
      const at = place >= 1 ? this.#places.length : this.#countUpTo(place)
      if (at !== this.#at) this.#move(at)
      if (at === this.#places.length) this.#stop()
      else this.#playing = requestAnimationFrame(step)
    }
    this.#playing = requestAnimationFrame(step)
    this.#tools.byId('play').textContent = 'Pause'
  }

  #countUpTo(place: number): number {
    let at = this.#at
    while ((this.#places[at] ?? Infinity) <= place) at++
    return at
  }

  #stop(): void {
    if (this.#playing !== undefined) cancelAnimationFrame(this.#playing)
    this.#playing = undefined
    this.#tools.byId('play').textContent = 'Play'
  }

  /** Moves by the arrow keys, and plays by the space bar, wherever no element has a use for the keys. */
  #press(event: KeyboardEvent): void {
    const { key, target, altKey, ctrlKey, metaKey } = event
    if (altKey || ctrlKey || metaKey || !(target instanceof Element)) return
    if (target.closest('input, select, button')) return
    const step = this.#stepOf(key, target.closest('#list') !== null)
    if (step === undefined && key !== ' ') return
    event.preventDefault()
    if (step === undefined) this.#toggle()
    else this.#jump(this.#at + step)
  }

  #stepOf(key: string, isInList: boolean): number | undefined {
    if (key === 'ArrowLeft') return -1
    if (key === 'ArrowRight') return 1
    if (!isInList) return undefined
    const steps: Readonly<Record<string, number>> = {
      ArrowUp: -1,
      ArrowDown: 1,
      PageUp: -20,
      PageDown: 20,
      Home: -Infinity,
      End: Infinity,
    }
    return steps[key]
  }
}
