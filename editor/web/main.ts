import '../../runtime/report/web/palette.css'
import '../../runtime/report/web/chart.css'
import '../../runtime/report/web/trades.css'
import './studio.css'
import { mount } from 'svelte'
import { keptChoices } from './kept.ts'
import App from './parts/App.svelte'
import { Studio } from './studio.svelte.ts'

const { theme } = keptChoices()
if (theme !== undefined) document.documentElement.dataset.theme = theme

const studio = new Studio()
void studio.start()
mount(App, { target: document.getElementById('studio')!, props: { studio } })
