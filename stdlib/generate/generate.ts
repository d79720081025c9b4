import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { generatedFiles } from './files.ts'
import { StepTextError } from './primitive-source.ts'

// The command behind `npm run generate`, started in the project's root.
const root = join(process.cwd(), 'stdlib')
try {
  for (const [path, text] of generatedFiles(root)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    process.stdout.write(`stdlib/${path}\n`)
  }
} catch (error) {
  if (!(error instanceof StepTextError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
