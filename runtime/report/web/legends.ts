import type { IPaneApi, Time } from 'lightweight-charts'
import type { Palette } from './palette.ts'

/** One line of a pane's legend: what the series is called and says at a drawn bar. */
export interface LegendEntry {
  readonly label: string
  readonly colour: (palette: Palette) => string
  readonly text: (bar: number) => string
}

/** A pane of the chart with what its legend tells. */
export interface Pane {
  readonly api: IPaneApi<Time>
  /** Pixels. */
  readonly height: number
  readonly entries: LegendEntry[]
}

/** The legends of all panes. */
export interface Legends {
  /** Writes each pane's legend for a drawn bar. */
  readonly legends: readonly ((bar: number, palette: Palette) => void)[]
  readonly placeLegends: () => void
}

/** A legend in each pane's upper left corner, kept in place as the panes move. */
export function drawLegends(container: HTMLElement, panes: readonly Pane[]): Legends {
  const boxes = panes.map(() => {
    const box = document.createElement('div')
    box.className = 'legend'
    container.append(box)
    return box
  })
  const placeLegends = () => {
    const top = container.getBoundingClientRect().top
    panes.forEach(({ api }, index) => {
      const pane = api.getHTMLElement()?.getBoundingClientRect()
      if (pane) boxes[index]!.style.top = `${pane.top - top + 8}px`
    })
  }
  new ResizeObserver(placeLegends).observe(container)
  container.addEventListener('pointerup', () => requestAnimationFrame(placeLegends))
  requestAnimationFrame(() => requestAnimationFrame(placeLegends))
  const legends = panes.map(({ entries }, index) => (bar: number, palette: Palette) => {
    const items = entries.map(({ label, colour, text }) => {
      const item = document.createElement('span')
      const name = document.createElement('b')
      name.textContent = label
      name.style.color = colour(palette)
      item.append(name, ` ${text(bar)}`)
      return item
    })
    boxes[index]!.replaceChildren(...items)
  })
  return { legends, placeLegends }
}
