import { type Palette, readPalette } from '../../runtime/report/web/palette.ts'
import { keepChoices } from './kept.ts'

/** The page's colours: the system's choice until the reader makes one. */
export class Theme {
  #system = matchMedia('(prefers-color-scheme: dark)')
  dark = $state(this.#isDark())
  palette = $state.raw<Palette>(readPalette())

  constructor() {
    this.#system.addEventListener('change', () => this.#changed())
  }

  toggle(): void {
    const theme = this.dark ? 'light' : 'dark'
    document.documentElement.dataset.theme = theme
    keepChoices({ theme })
    this.#changed()
  }

  #changed(): void {
    this.dark = this.#isDark()
    this.palette = readPalette()
  }

  #isDark(): boolean {
    const chosen = document.documentElement.dataset.theme
    return chosen === undefined ? this.#system.matches : chosen === 'dark'
  }
}
