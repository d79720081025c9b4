/** Prints nanoseconds a bar of the market kernels alone, fed one bar at a time, as live does. */
import { readFileSync } from 'node:fs'
import { MATH } from '../../stdlib/math.ts'
import { median } from './contestant.ts'
import { prices } from './prices.ts'
import { moduleOf } from './strategy.ts'

const BARS = 200_000
const PASSES = 15
const WARMUP = 5

const module = moduleOf(readFileSync(process.argv[2]!, 'utf8'))
const bars = prices(BARS)
const times: number[] = []
let fired = 0
for (let pass = 0; pass < PASSES; pass++) {
  const bound = module.bind(new Float64Array(), bars, MATH)
  bound.reserve(BARS)
  const start = performance.now()
  for (let i = 0; i < BARS; i++) {
    bound.advance(i, i + 1)
    if (bound.signals[i] !== 0) fired++
  }
  times.push(((performance.now() - start) * 1e6) / BARS)
}
if (fired === 0) throw new Error('no rule fired: nothing was measured')
console.log(median(times.slice(WARMUP)))
