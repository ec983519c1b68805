/** The style sheet of the page of a stream. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --page: #f5f5f2; --card: #fff; --ink: #1d1c1a; --muted: #5e5b55; --line: #dedcd6;
  --accent: #0b5cad; --accent-soft: #e5eff9; --error: #b3261e; --warning: #855700;
  --bar: #8d8981; --mark: #ffe9a3;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #141416; --card: #1c1c1f; --ink: #ebeae7; --muted: #a5a29b; --line: #34343a;
    --accent: #7fb8f5; --accent-soft: #1f3145; --error: #ff8f85; --warning: #f0bf62;
    --bar: #77757c; --mark: #55471a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 20px 24px 40px; max-width: 1440px;
  background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; margin-bottom: 12px; }
h1 { margin: 0; font-size: 20px; line-height: 1.3; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { margin: 0 0 8px; font-size: 13px; font-weight: 600; color: var(--muted); }
p { margin: 0; }
[hidden] { display: none !important; }
#summary { width: 100%; color: var(--muted); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
#chooser { color: var(--muted); font-size: 13px; max-width: 100%; }
select, button {
  font: inherit; color: var(--ink); background: var(--card);
  border: 1px solid var(--line); border-radius: 8px; padding: 5px 12px; max-width: 100%;
}
button { cursor: pointer; }
button:hover { border-color: var(--muted); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#player, main > section {
  background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px 16px; min-width: 0;
}
#failure { margin-bottom: 16px; padding: 12px 16px; border-left: 4px solid var(--error); border-radius: 4px 12px 12px 4px; background: var(--card); }
#failure h2 { color: var(--error); margin-bottom: 4px; }
#reasons { max-height: 24vh; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font-family: var(--mono); font-size: 12.5px; }
#reasons li + li { margin-top: 8px; }
#player { position: sticky; top: 8px; z-index: 1; margin-bottom: 16px; padding-bottom: 12px; }
#timeline { display: block; width: 100%; height: 64px; cursor: pointer; touch-action: pan-y; }
#axis { display: flex; justify-content: space-between; color: var(--muted); font-size: 12px; font-variant-numeric: tabular-nums; }
#controls { display: flex; align-items: center; gap: 14px; margin-top: 8px; }
#play { min-width: 76px; font-weight: 600; }
#slider { flex: 1; min-width: 0; margin: 0; height: 24px; accent-color: var(--accent); border-radius: 6px; }
#place { min-width: 13ch; text-align: right; color: var(--muted); font-size: 13px; font-variant-numeric: tabular-nums; }
main {
  display: grid; gap: 16px; align-items: start;
  grid-template-columns: minmax(0, 5fr) minmax(0, 4fr);
  grid-auto-flow: row dense;
}
main > section { grid-column: 2; }
#reply { grid-column: 1; }
#reply-end { overflow-wrap: anywhere; white-space: pre-wrap; }
#reply-body { max-height: 60vh; }
#events { grid-column: 1; grid-row: 1 / span 20; padding: 14px 0 0; overflow: hidden; }
#events h2 { padding: 0 16px; }
#scroll {
  position: relative; overflow: auto; max-height: max(320px, 100vh - 344px);
  border-top: 1px solid var(--line); font-size: 13px;
}
#list:focus-visible { outline-offset: -2px; }
.group { content-visibility: auto; }
.row {
  display: grid; grid-template-columns: 5ch 8ch 7ch minmax(0, 1fr); gap: 10px; align-items: baseline;
  padding: 4px 16px 4px 8px; min-height: 28px; cursor: pointer;
  font-family: var(--mono); font-size: 12.5px; border-left: 3px solid transparent;
}
.untimed .row { grid-template-columns: 5ch 7ch minmax(0, 1fr); }
.row:hover { background: var(--page); }
.row[aria-selected="true"] { background: var(--accent-soft); border-left-color: var(--accent); }
.number, .time, .size { color: var(--muted); text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.what { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.type { color: var(--accent); }
.comment .what, .no-data .what { color: var(--muted); font-style: italic; }
.invalid-event .type, .error .type, .no-JSON .type { color: var(--error); font-weight: 600; }
.future .what, .future .type { color: var(--muted); font-weight: 400; }
.note { display: block; font: 13px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
.row .note { grid-column: 1 / -1; padding: 0 0 4px calc(5ch + 10px); }
#list-end .note { padding: 6px 16px 6px calc(5ch + 21px); }
.note b { font-weight: 600; }
.is-error b, .end { color: var(--error); }
.is-warning b { color: var(--warning); }
.end { padding: 10px 16px; font-weight: 600; border-top: 1px dashed var(--error); overflow-wrap: anywhere; }
.nothing { padding: 10px 16px; }
.seam { border-left: 2px solid var(--error); margin: 0 2px; }
#text { white-space: pre-wrap; overflow-wrap: anywhere; max-height: 40vh; overflow: auto; min-height: 1.5em; }
mark { background: var(--mark); color: inherit; border-radius: 3px; box-shadow: 0 0 0 1px var(--mark); }
.none { color: var(--muted); }
ul, ol { margin: 0; padding: 0; list-style: none; }
#tool-calls li + li, #finding-list li + li { border-top: 1px solid var(--line); margin-top: 8px; padding-top: 8px; }
.id { color: var(--muted); font-family: var(--mono); font-size: 12px; overflow-wrap: anywhere; }
pre, code { font-family: var(--mono); font-size: 12.5px; }
pre { margin: 4px 0 0; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 320px; overflow: auto; }
#finding-list { max-height: 320px; overflow: auto; }
#finding-list button {
  display: block; width: 100%; padding: 0; border: 0; background: none; text-align: left; border-radius: 4px;
  overflow-wrap: anywhere; font-size: 14px;
}
#finding-list button:hover .where { text-decoration: underline; }
.where { color: var(--muted); }
#record-place, #request-line, #answered-by { color: var(--muted); font-size: 13px; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
@media (max-width: 820px) {
  body { padding: 12px 12px 32px; }
  #player { top: 0; margin: 0 -12px 12px; border-radius: 0; border-width: 1px 0; padding: 10px 12px; }
  #timeline { height: 48px; }
  #play { min-width: 68px; padding: 8px 10px; }
  #controls { gap: 10px; }
  #place { min-width: 0; font-size: 12px; }
  main { display: flex; flex-direction: column; align-items: stretch; gap: 12px; }
  #events { order: 3; }
  #record { order: 2; }
  #usage { order: 2; }
  #request { order: 4; }
  #scroll { max-height: 60vh; }
  .row { grid-template-columns: 4ch 7ch minmax(0, 1fr); gap: 8px; padding: 6px 12px 6px 4px; }
  .untimed .row { grid-template-columns: 4ch minmax(0, 1fr); }
  .size { display: none; }
  .row .note { padding-left: calc(4ch + 8px); }
  #list-end .note { padding-left: calc(4ch + 15px); }
}
`
