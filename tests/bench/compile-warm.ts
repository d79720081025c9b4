/** Prints milliseconds from a 100-line source to a runnable module, in a process that is warm. */
import { readFileSync } from 'node:fs'
import { median } from './contestant.ts'
import { moduleOf } from './strategy.ts'

const ROUNDS = 40
const WARMUP = 20

const source = readFileSync(process.argv[2]!, 'utf8')
const lines = source.trimEnd().split('\n').length
if (lines !== 100) throw new Error(`the source has ${lines} lines, not 100`)
const times: number[] = []
for (let round = 0; round < ROUNDS; round++) {
  // A text that was never seen, so that nothing can have been remembered of it.
  const text = source.replace('ROUND', String(round))
  const start = performance.now()
  const module = moduleOf(text)
  times.push(performance.now() - start)
  if (module.meta.rules.length === 0) throw new Error('nothing was compiled')
}
console.log(median(times.slice(WARMUP)))
