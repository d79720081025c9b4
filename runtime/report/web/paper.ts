import type { RunChart } from './chart.ts'
import { readPalette } from './palette.ts'

/** Pixels within the margins of both A4 and Letter; tall enough to share the first sheet. */
const SIZE = { width: 690, height: 620 }

/**
 * Prints the chart well: in light colours, for paper is white, and as a picture, for paper is laid
 * out before a chart that draws itself frame by frame would have drawn anything.
 */
export function printOnPaper(container: HTMLElement, chart: RunChart): void {
  const root = document.documentElement
  let theme: string | undefined
  let picture: HTMLCanvasElement | undefined
  addEventListener('beforeprint', () => {
    theme = root.dataset.theme
    root.dataset.theme = 'light'
    chart.setPalette(readPalette())
    chart.setSize(SIZE)
    picture = chart.picture()
    picture.className = 'paper'
    container.append(picture)
  })
  addEventListener('afterprint', () => {
    picture?.remove()
    if (theme === undefined) delete root.dataset.theme
    else root.dataset.theme = theme
    chart.setSize(undefined)
    chart.setPalette(readPalette())
  })
}
