import type { TourStep } from '../pipeline/tour-step.ts'
import { keepDraft } from './kept.ts'
import type { Studio } from './studio.svelte.ts'

/**
 * The tour through the language: each step's program is a text of its own in the editor, to change
 * and, who likes it, to save; what was changed is there again when one comes back.
 */
export class Tour {
  /** All steps, once one is looked at. */
  steps = $state.raw<readonly TourStep[]>([])
  /** What was open before the tour. */
  #before = ''
  readonly #studio: Studio

  constructor(studio: Studio) {
    this.#studio = studio
  }

  /** The step, from 0, whose text is in the editor. */
  get at(): number | undefined {
    return stepOf(this.#studio.name)
  }

  async load(): Promise<void> {
    this.steps = (await import('./generated/tour.ts')).TOUR
  }

  async go(step: number): Promise<void> {
    await this.load()
    if (this.at === undefined) this.#before = this.#studio.name
    this.#forget()
    await this.#open(`tour_${step + 1}.strat`, this.steps[step]!.program)
  }

  /** Back to what was open before. */
  async leave(): Promise<void> {
    this.#forget()
    const others = this.#studio.names.filter((name) => stepOf(name) === undefined)
    const back = others.find((name) => name === this.#before) ?? others[0]
    await this.#open(back ?? 'my_strategy.strat', '')
  }

  async #open(name: string, otherwise: string): Promise<void> {
    if (this.#studio.names.includes(name)) await this.#studio.open(name)
    else this.#studio.begin(name, otherwise)
  }

  /** A step as it came needs no draft: the next release may tell it better. */
  #forget(): void {
    const { at } = this
    if (at === undefined || this.#studio.text !== this.steps[at]?.program) return
    keepDraft(this.#studio.name, undefined)
  }
}

function stepOf(name: string): number | undefined {
  const number = /^tour_(\d+)\.strat$/.exec(name)?.[1]
  return number === undefined ? undefined : Number(number) - 1
}
