import type { IPaneApi, Time } from 'lightweight-charts'
import type { Layer } from './layers.ts'
import type { Palette } from './palette.ts'

/** A pane of the chart with what is drawn in it. */
export interface Pane {
  readonly api: IPaneApi<Time>
  /** Pixels, where the chart is as tall as it likes; else its share. */
  readonly height: number
  /** What the pane is called, where the strategy names it. */
  readonly title?: string
  readonly layers: readonly Layer[]
}

/** The legends of all panes. */
export interface Legends {
  /** Writes each pane's legend for a drawn bar. */
  readonly write: (bar: number, palette: Palette) => void
  readonly place: () => void
  readonly remove: () => void
}

/** A legend in each pane's upper left corner, kept in place as the panes move. */
export function drawLegends(container: HTMLElement, panes: readonly Pane[]): Legends {
  const boxes = panes.map(() => {
    const box = document.createElement('div')
    box.className = 'legend'
    container.append(box)
    return box
  })
  const place = () => {
    const top = container.getBoundingClientRect().top
    panes.forEach(({ api }, index) => {
      const pane = api.getHTMLElement()?.getBoundingClientRect()
      if (pane) boxes[index]!.style.top = `${pane.top - top + 8}px`
    })
  }
  const placeSoon = () => requestAnimationFrame(place)
  const observer = new ResizeObserver(place)
  observer.observe(container)
  container.addEventListener('pointerup', placeSoon)
  requestAnimationFrame(placeSoon)
  const write = (bar: number, palette: Palette) => {
    panes.forEach(({ title = '', layers }, index) => {
      const named = title === '' ? [] : [entry(title, palette.muted, '')]
      const items = layers.flatMap(({ label, colour, text }) =>
        label() === '' ? [] : [entry(label(), colour(palette), text(bar))],
      )
      boxes[index]!.replaceChildren(...named, ...items)
    })
  }
  const remove = () => {
    observer.disconnect()
    container.removeEventListener('pointerup', placeSoon)
    for (const box of boxes) box.remove()
  }
  return { write, place, remove }
}

function entry(label: string, colour: string, text: string): HTMLElement {
  const item = document.createElement('span')
  const name = document.createElement('b')
  name.textContent = label
  name.style.color = colour
  item.append(name, ` ${text}`)
  return item
}
