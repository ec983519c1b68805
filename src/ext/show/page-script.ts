import { PageControls } from './page-controls.js'
import { PageEvents } from './page-events.js'
import { PagePanels } from './page-panels.js'
import { PageTimeline } from './page-timeline.js'
import { PageTools } from './page-tools.js'

/**
 * The script of the page of a stream: the texts of the classes. None of them uses anything of its
 * module, so that a bundler may rename what it likes.
 */
export const PAGE_SCRIPT = `
const data = JSON.parse(document.getElementById('data').textContent)
const tools = new (${PageTools})()
new (${PageTimeline})(tools)
new (${PageEvents})(tools)
new (${PagePanels})(tools)
new (${PageControls})(tools, data)
`
