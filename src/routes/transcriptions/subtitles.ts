/** A text on the screen, with its times in seconds. */
interface Subtitle {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Writes subtitles in the format SubRip. The API ends each with a blank line, and the last with two. */
export function writeSubRip(subtitles: readonly Subtitle[]): string {
  const blocks = subtitles.map((subtitle, index) => `${index + 1}\n${writeCue(subtitle, ',')}`)
  return `${blocks.join('')}\n`
}

/**
 * Writes subtitles in the format WebVTT.
 *
 * @see https://www.w3.org/TR/webvtt1/
 */
export function writeWebVTT(subtitles: readonly Subtitle[]): string {
  return `WEBVTT\n\n${subtitles.map((subtitle) => writeCue(subtitle, '.')).join('')}`
}

function writeCue({ text, start, end }: Subtitle, point: ',' | '.'): string {
  return `${writeTime(start, point)} --> ${writeTime(end, point)}\n${text.trim()}\n\n`
}

/** Writes a time as `00:01:02,500`. */
function writeTime(seconds: number, point: ',' | '.'): string {
  const milliseconds = Math.round(seconds * 1000)
  const whole = Math.floor(milliseconds / 1000)
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const time = parts.map((part) => String(part).padStart(2, '0')).join(':')
  return `${time}${point}${String(milliseconds % 1000).padStart(3, '0')}`
}
