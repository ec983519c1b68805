import type { PageStream } from './page-data.js'

/** The events by which the parts of the page speak to each other. */
interface PageEvents {
  /** A stream is opened. */
  open: PageStream
  /** So many records have come. */
  move: number
  /** The reader wants to see so many records. */
  seek: number
}

/**
 * The tools that all parts of the page share.
 *
 * The classes of a page run in the page: their texts are joined to its script. So they use nothing
 * of their modules but types.
 */
export class PageTools {
  /** Finds an element of the page. */
  find<Type extends HTMLElement>(id: string, type: new () => Type): Type {
    const found = document.getElementById(id)
    if (found instanceof type) return found
    throw new TypeError(`Failed to find the element "${id}" of the page.`)
  }

  /** Finds an element of any type. */
  byId(id: string): HTMLElement {
    return this.find(id, HTMLElement)
  }

  /** Makes an element. A text stays a text. */
  element(tag: string, className = '', ...children: ReadonlyArray<Node | string>): HTMLElement {
    const made = document.createElement(tag)
    made.className = className
    made.append(...children)
    return made
  }

  /** Sends an event to the parts of the page. */
  send<Name extends keyof PageEvents>(name: Name, detail: PageEvents[Name]): void {
    document.dispatchEvent(new CustomEvent(`page-${name}`, { detail }))
  }

  /** Listens to the events of the other parts. */
  on<Name extends keyof PageEvents>(
    name: Name,
    listener: (detail: PageEvents[Name]) => void,
  ): void {
    document.addEventListener(`page-${name}`, (event) => {
      if (event instanceof CustomEvent) listener(event.detail)
    })
  }

  /** Gives the length of the timeline in milliseconds; 0 where the places are those of bytes. */
  lengthOf({ records, length = 0 }: PageStream): number {
    return records.some(({ time }) => time !== undefined) ? length : 0
  }

  /** Lists the places of the records on the timeline, from 0 to 1: by time, or else by byte. */
  placesOf(stream: PageStream): number[] {
    const { records, size } = stream
    const length = this.lengthOf(stream)
    return records.map(({ time = 0, offset, size: own }) =>
      length > 0 ? time / length : (offset + own) / Math.max(1, size),
    )
  }
}
