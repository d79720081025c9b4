/**
 * A strategy to begin with, under the name of a file: its title is made of that, `my_first.strat`
 * is "My first".
 */
export function templateText(template: string, file: string): string {
  const words = file
    .replace(/\.strat$/, '')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
  const title = words.charAt(0).toUpperCase() + words.slice(1)
  const quoted = title.replaceAll(/["\\]/g, '\\$&')
  return template.replace(/^strategy "(?:[^"\\]|\\.)*"/m, () => `strategy "${quoted}"`)
}
