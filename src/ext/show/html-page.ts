import { pageData, type ShownPage } from './page-data.js'
import { PAGE_SCRIPT } from './page-script.js'
import { PAGE_STYLE } from './page-style.js'

/** A page about some streams. */
interface HtmlPage extends ShownPage {
  readonly title: string
}

/**
 * Makes one page of HTML with everything inside: a timeline, the events, and the answer that grows
 * as its reader moves along. The page asks for nothing from a network.
 */
export function htmlPage({ title, ...shown }: HtmlPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
<label id="chooser" hidden>Show <select id="streams"></select></label>
<p id="summary"></p>
</header>
<section id="failure" aria-labelledby="failure-title" hidden><h2 id="failure-title">Failure</h2><ul id="reasons"></ul></section>
<section id="player" aria-label="Timeline">
<canvas id="timeline" aria-hidden="true"></canvas>
<div id="axis" aria-hidden="true"><span id="axis-start"></span><span id="axis-lanes"></span><span id="axis-end"></span></div>
<div id="controls">
<button id="play" type="button">Play</button>
<input id="slider" type="range" min="0" value="0" step="1" aria-label="Events that have come">
<output id="place" for="slider"></output>
</div>
</section>
<main>
<section id="events"><h2>Events</h2><div id="scroll"><div id="list-start"></div><div id="list" role="listbox" tabindex="0" aria-label="Events"></div><div id="list-end"></div></div></section>
<section id="reply" hidden><h2>Answer</h2><p id="reply-end"></p><pre id="reply-body"></pre></section>
<section id="answer"><h2>Text</h2><p id="text"></p></section>
<section id="tools" hidden><h2>Tool calls</h2><ul id="tool-calls"></ul></section>
<section id="findings"><h2>Findings</h2><ol id="finding-list"></ol></section>
<section id="record"><h2>Record</h2><p id="record-place"></p><pre id="raw"></pre></section>
<section id="usage" hidden><h2>Usage</h2><pre id="usage-json"></pre></section>
<section id="request" hidden><h2>Request</h2><p id="request-line"></p><p id="answered-by"></p><pre id="request-body"></pre></section>
</main>
<noscript>This page needs JavaScript, all of which is inside the page.</noscript>
<script type="application/json" id="data">${embedded(pageData(shown))}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

/** Writes JSON that no parser of HTML reads as a tag, a comment or the end of a script. */
function embedded(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
