/** `npm run generate`: writes what is made of the language's tables, from the project's root. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { GENERATED } from './generated-files.ts'

for (const [path, text] of Object.entries(GENERATED)) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text())
}
