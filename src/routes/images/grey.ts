/** A picture in one grey. */
export interface Grey {
  /** The width in pixels. */
  readonly width: number
  /** The height in pixels. */
  readonly height: number
  /** The shade: 128 is the middle, and 255 is white. */
  readonly shade: number
}
