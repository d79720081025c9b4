/** `npm run generate`: writes the generated files of the report, from the project's root. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { pageAssets } from './page-assets.ts'

const root = pathToFileURL(`${process.cwd()}/`)
const target = new URL('runtime/report/generated/page-assets.ts', root)
mkdirSync(new URL('.', target), { recursive: true })
writeFileSync(target, await pageAssets(root))
