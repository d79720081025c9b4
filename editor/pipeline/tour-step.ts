/** A piece of prose: words, or code among them. */
export interface TourText {
  readonly kind: 'words' | 'code'
  readonly text: string
}

/** One step of the tour, as `language/TOUR.md` has it. */
export interface TourStep {
  readonly title: string
  readonly paragraphs: readonly (readonly TourText[])[]
  /** A whole strategy. */
  readonly program: string
}
