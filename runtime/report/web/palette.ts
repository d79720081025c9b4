/** The page's colours as the style sheet has them now, light or dark. */
export interface Palette {
  readonly ink: string
  readonly muted: string
  readonly line: string
  readonly card: string
  readonly paper: string
  readonly gain: string
  readonly loss: string
  readonly accent: string
  /** Colours of plotted lines, in order. */
  readonly plots: readonly string[]
}

/** Reads the custom properties of the root element. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => longForm(style.getPropertyValue(`--${name}`).trim())
  return {
    ink: colour('ink'),
    muted: colour('muted'),
    line: colour('line'),
    card: colour('card'),
    paper: colour('paper'),
    gain: colour('gain'),
    loss: colour('loss'),
    accent: colour('accent'),
    plots: [1, 2, 3, 4, 5, 6].map((index) => colour(`plot-${index}`)),
  }
}

/** What minifies a style sheet writes #ffffff as #fff. */
function longForm(colour: string): string {
  return /^#\w{3}$/.test(colour) ? colour.replace(/\w/g, '$&$&') : colour
}

/** A `#rrggbb` colour with an opacity from 0 to 1. */
export function faded(colour: string, opacity: number): string {
  const alpha = Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')
  return `${colour}${alpha}`
}
