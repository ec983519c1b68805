import type { PageStream } from './page-data.js'
import type { PageTools } from './page-tools.js'

/** The drawing of events, reads and findings along the time, or along the bytes where no time is known. */
export class PageTimeline {
  readonly #tools: PageTools
  readonly #canvas: HTMLCanvasElement
  #stream: PageStream | undefined
  #places: readonly number[] = []
  #at = 0

  constructor(tools: PageTools) {
    this.#tools = tools
    this.#canvas = tools.find('timeline', HTMLCanvasElement)
    this.#canvas.addEventListener('pointerdown', (event) => this.#seek(event))
    this.#canvas.addEventListener('pointermove', (event) => this.#seek(event))
    tools.on('open', (stream) => this.#open(stream))
    tools.on('move', (at) => {
      this.#at = at
      this.#draw()
    })
    new ResizeObserver(() => this.#draw()).observe(this.#canvas)
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw())
  }

  #open(stream: PageStream): void {
    const { records, reads, size } = stream
    const last = this.#tools.lengthOf(stream)
    this.#stream = stream
    this.#places = this.#tools.placesOf(stream)
    const [start, end] =
      last > 0 ? ['0 ms', `${Math.round(last)} ms`] : ['0 bytes', `${size} bytes`]
    const lanes = reads.length > 0 ? 'events above, reads below' : 'events'
    this.#tools.byId('axis-start').textContent = start ?? ''
    this.#tools.byId('axis-lanes').textContent = records.length > 0 ? lanes : ''
    this.#tools.byId('axis-end').textContent = end ?? ''
  }

  #seek({ offsetX, buttons }: PointerEvent): void {
    if (buttons === 0) return
    const place = (offsetX - 6) / (this.#canvas.clientWidth - 12)
    this.#tools.send('seek', this.#places.filter((each) => each <= place + 1e-9).length)
  }

  #draw(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas
    const pen = this.#canvas.getContext('2d')
    if (!pen || !this.#stream) return
    const scale = window.devicePixelRatio
    this.#canvas.width = width * scale
    this.#canvas.height = height * scale
    pen.scale(scale, scale)
    const style = getComputedStyle(document.documentElement)
    const colour = (name: string) => style.getPropertyValue(`--${name}`)
    const x = (place: number) => 6 + place * (width - 12)
    const floor = this.#drawReads(pen, height, x, colour('bar'))
    this.#drawEvents(pen, floor, x, colour)
    this.#drawFindings(pen, x, colour)
    this.#drawEnd(pen, height, x, colour('error'))
    this.#drawPlace(pen, height, x, colour('ink'))
  }

  /** Draws the reads, if they are known, and gives the line on which the events stand. */
  #drawReads(
    pen: CanvasRenderingContext2D,
    height: number,
    x: (place: number) => number,
    colour: string,
  ): number {
    const { reads = [] } = this.#stream ?? {}
    if (!this.#stream || reads.length === 0) return height - 4
    const last = this.#tools.lengthOf(this.#stream)
    const top = height - 12
    pen.fillStyle = colour
    for (const { time } of reads) {
      pen.fillRect(x(last > 0 ? Math.min(1, time / last) : 0) - 2, top, 4, 8)
    }
    return top - 4
  }

  #drawEvents(
    pen: CanvasRenderingContext2D,
    floor: number,
    x: (place: number) => number,
    colour: (name: string) => string,
  ): void {
    const columns = this.#columns(x)
    const most = Math.max(1, ...[...columns.values()].map(({ come, coming }) => come + coming))
    for (const [left, { come, coming }] of columns) {
      // By the root, so that small events are seen beside a large one.
      const height = (floor - 14) * Math.sqrt((come + coming) / most)
      const part = (height * come) / (come + coming)
      pen.fillStyle = colour('bar')
      pen.fillRect(left, floor - height, 3, height - part)
      pen.fillStyle = colour('accent')
      pen.fillRect(left, floor - part, 3, part)
    }
    pen.fillStyle = colour('line')
    pen.fillRect(x(0), floor, x(1) - x(0), 1)
  }

  /** Adds up the bytes of the events in each column: those that have come, and the others. */
  #columns(x: (place: number) => number): Map<number, { come: number; coming: number }> {
    const columns = new Map<number, { come: number; coming: number }>()
    for (const [at, { size }] of (this.#stream?.records ?? []).entries()) {
      const left = Math.round(x(this.#places[at] ?? 0) / 4) * 4 - 1
      const column = columns.get(left) ?? { come: 0, coming: 0 }
      if (at < this.#at) column.come += size
      else column.coming += size
      columns.set(left, column)
    }
    return columns
  }

  #drawFindings(
    pen: CanvasRenderingContext2D,
    x: (place: number) => number,
    colour: (name: string) => string,
  ): void {
    for (const { at, severity } of this.#stream?.findings ?? []) {
      const middle = x(this.#places[at] ?? 1)
      pen.fillStyle = colour(severity)
      pen.beginPath()
      pen.moveTo(middle - 5, 1)
      pen.lineTo(middle + 5, 1)
      pen.lineTo(middle, 10)
      pen.fill()
    }
  }

  /** Draws a dashed line where something ended the stream early, such as a client that disconnected. */
  #drawEnd(
    pen: CanvasRenderingContext2D,
    height: number,
    x: (place: number) => number,
    colour: string,
  ): void {
    if (!this.#stream?.end) return
    pen.strokeStyle = colour
    pen.lineWidth = 2
    pen.setLineDash([4, 3])
    pen.beginPath()
    pen.moveTo(x(1) + 4, 0)
    pen.lineTo(x(1) + 4, height)
    pen.stroke()
  }

  #drawPlace(
    pen: CanvasRenderingContext2D,
    height: number,
    x: (place: number) => number,
    colour: string,
  ): void {
    pen.fillStyle = colour
    pen.fillRect(x(this.#places[this.#at - 1] ?? 0) - 1, 0, 2, height)
  }
}
