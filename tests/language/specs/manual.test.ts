import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runTests } from '../../../editor/pipeline/run-tests.ts'
import { blocksOf, complaints } from './blocks.ts'

const FOLDER = fileURLToPath(new URL('.', import.meta.url))
const CHAPTERS = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.md'))
  .sort()

describe.each(CHAPTERS)('%s', (chapter) => {
  const blocks = blocksOf(readFileSync(`${FOLDER}${chapter}`, 'utf8'))

  test('has programs', () => {
    expect(blocks.length).toBeGreaterThan(0)
  })

  test.each(blocks)('line $line', ({ source, checked }) => {
    expect(complaints(source, checked)).toEqual([])
    if (checked.program === undefined) return
    for (const { title, failures } of runTests(checked.program, source, { files: new Map() })) {
      expect(failures, title).toEqual([])
    }
  })
})

describe('the runner itself', () => {
  const said = (lines: string): readonly string[] => {
    const [block] = blocksOf(`\`\`\`strat\n${lines}\n\`\`\`\n`)
    return complaints(block!.source, block!.checked)
  }

  test('wants every mistake announced', () => {
    expect(said('let x = close + 2%')).toHaveLength(1)
    expect(said('let x = close + 2% // error: percent-added')).toEqual([])
  })

  test('wants every announced mistake made', () => {
    expect(said('let x = close // error: percent-added')).toHaveLength(1)
    expect(said('let x = close + 2% // error: units-differ')).toHaveLength(2)
  })

  test('wants types to be as said', () => {
    expect(said('let x = close - open // type: price distance')).toEqual([])
    expect(said('let x = close - open // type: price level')).toHaveLength(1)
    expect(said('let x = sma(20) // type: price level, warm-up 19')).toEqual([])
    expect(said('let x = sma(20) // type: price level, warm-up 20')).toHaveLength(1)
    expect(said('let x = close / open // type: ratio, may be unknown')).toEqual([])
    expect(said('let x = close / open // type: ratio')).toHaveLength(1)
    expect(said('plot close // type: price level')).toHaveLength(1)
  })
})
