import { templateText } from '../pipeline/template-text.ts'

/** A strategy to begin with. */
export interface Beginning {
  /** Its file's, without `.strat`. */
  readonly name: string
  readonly text: string
  /** What it does: the first line of its documentation. */
  readonly summary: string
}

/** What a new strategy is where nothing is chosen. */
export const FIRST = 'sma_crossover'

const FILES: Readonly<Record<string, string>> = import.meta.glob('../../strategies/*.strat', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** The gallery that comes with the project, by name. */
export const BEGINNINGS: readonly Beginning[] = Object.entries(FILES).map(([path, text]) => ({
  name: path.slice(path.lastIndexOf('/') + 1, -'.strat'.length),
  text,
  summary: /^\/\/\/ *(.*)$/m.exec(text)?.[1] ?? '',
}))

/** What a strategy in a new file begins with: one of the gallery, under the file's own name. */
export function beginning(name: string, file: string): string {
  return templateText(BEGINNINGS.find((one) => one.name === name)!.text, file)
}
