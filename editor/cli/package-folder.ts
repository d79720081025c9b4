import { existsSync } from 'node:fs'

/** What the build made: this module is a chunk in a folder of it. */
export const BUILT = new URL('../', import.meta.url)

/** Where package.json is, and beside it what no build makes: the strategies to begin with. */
export function packageFolder(): URL {
  let folder = BUILT
  while (!existsSync(new URL('package.json', folder))) folder = new URL('../', folder)
  return folder
}
