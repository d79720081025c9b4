/**
 * The button that switches between light and dark. Until it is pressed the page follows the
 * system; `changed` is called whenever the colours are others than before.
 */
export function themeSwitch(button: HTMLElement, changed: () => void): void {
  const root = document.documentElement
  const system = matchMedia('(prefers-color-scheme: dark)')
  const isDark = () => (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark'
  const label = () => {
    button.setAttribute('aria-label', isDark() ? 'Use light colours' : 'Use dark colours')
  }
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark'
    label()
    changed()
  })
  system.addEventListener('change', () => {
    label()
    changed()
  })
  label()
}
