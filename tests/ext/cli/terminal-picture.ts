/** The colours of the terminal, by the codes that set them. */
const COLOURS: Readonly<Record<string, string>> = {
  '31': '#f47067',
  '32': '#6bc46d',
  '33': '#daaa3f',
  '36': '#56d4dd',
}
const TEXT = '#d1d7e0'
const COLUMNS = 100
const LINE = 19
const CHARACTER = 8.4
const MARGIN = 20

/** A piece of a line in one colour. */
interface Piece {
  readonly text: string
  readonly colour: string
}

/** Draws the output of a command as an SVG: its texts are texts, in the colours of a terminal. */
export function terminalPicture(output: string): string {
  const lines = output
    .trimEnd()
    .split('\n')
    .flatMap((line) => wrapped(piecesOf(line)))
  const width = COLUMNS * CHARACTER + 2 * MARGIN
  const height = lines.length * LINE + 2 * MARGIN
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="The terminal of msw-openai serve">`,
    `<rect width="100%" height="100%" rx="8" fill="#151b23"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${TEXT}">`,
    ...lines.flatMap((line, index) => drawn(line, MARGIN + (index + 0.75) * LINE)),
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

/** Splits a line where its colour changes. */
function piecesOf(line: string): Piece[] {
  let colour = TEXT
  // The codes of colours stand between the texts.
  // oxlint-disable-next-line no-control-regex
  return line.split(/\u001B\[(\d+)m/).flatMap((part, index) => {
    if (index % 2 === 0) return part === '' ? [] : [{ text: part, colour }]
    colour = COLOURS[part] ?? TEXT
    return []
  })
}

/** Breaks a line where the terminal does: behind its last column. */
function wrapped(pieces: readonly Piece[]): Piece[][] {
  const lines: Piece[][] = [[]]
  let column = 0
  for (const { text, colour } of pieces) {
    for (const character of text) {
      if (column === COLUMNS) {
        lines.push([])
        column = 0
      }
      append(lines.at(-1) ?? [], { text: character, colour })
      column++
    }
  }
  return lines
}

/** Joins neighbours of one colour. */
function append(line: Piece[], piece: Piece): void {
  const last = line.at(-1)
  if (last?.colour !== piece.colour) line.push(piece)
  else line[line.length - 1] = { ...piece, text: last.text + piece.text }
}

function drawn(line: readonly Piece[], y: number): string[] {
  if (line.length === 0) return []
  const spans = line.map(({ text, colour }) =>
    colour === TEXT ? escaped(text) : `<tspan fill="${colour}">${escaped(text)}</tspan>`,
  )
  const length = line.reduce((sum, { text }) => sum + [...text].length, 0)
  const fit = `textLength="${(length * CHARACTER).toFixed(1)}" lengthAdjust="spacingAndGlyphs"`
  return [`<text x="${MARGIN}" y="${y}" ${fit}>${spans.join('')}</text>`]
}

/** Escapes a text. An SVG joins spaces, unless they do not break. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(' ', '\u00A0')
}
