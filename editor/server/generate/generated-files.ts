import { readFileSync } from 'node:fs'
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript'
import { openApiDocument } from '../openapi.ts'
import { readTour } from './read-tour.ts'

/** What is generated for the page, of the contract and the tour: paths from the root, and texts. */
export async function generatedFiles(): Promise<readonly { path: string; text: string }[]> {
  const document = await openApiDocument()
  const types = astToString(await openapiTS(document as OpenAPI3))
  return [
    {
      path: 'editor/server/generated/openapi.json',
      text: `${JSON.stringify(document, null, 2)}\n`,
    },
    {
      path: 'editor/web/generated/api.ts',
      text: `// Generated from the server's OpenAPI document by \`npm run generate\`.\n${types}`,
    },
    {
      path: 'editor/web/generated/tour.ts',
      text: tourModule(readFileSync('language/TOUR.md', 'utf8')),
    },
  ]
}

function tourModule(markdown: string): string {
  return [
    '// Generated from language/TOUR.md by `npm run generate`. Do not edit.',
    "import type { TourStep } from '../../pipeline/tour-step.ts'",
    '',
    `export const TOUR: readonly TourStep[] = ${JSON.stringify(readTour(markdown), null, 2)}`,
    '',
  ].join('\n')
}
