import type { TourStep, TourText } from '../../pipeline/tour-step.ts'

/** The steps of `language/TOUR.md`: `## 1. Title`, paragraphs, one program each. */
export function readTour(markdown: string): readonly TourStep[] {
  return markdown
    .split(/^## \d+\. /m)
    .slice(1)
    .map((section) => {
      const [title = '', ...rest] = section.split('\n')
      const [prose = '', program = ''] = rest.join('\n').split(/^```(?:strat\n)?/m)
      const paragraphs = prose.trim().split(/\n{2,}/)
      return { title, paragraphs: paragraphs.map(textsOf), program }
    })
}

/** Code stands between backticks; the tour has no other mark-up. */
function textsOf(paragraph: string): readonly TourText[] {
  return paragraph
    .split('`')
    .map((text, index): TourText => ({ kind: index % 2 === 0 ? 'words' : 'code', text }))
    .filter(({ text }) => text !== '')
}
