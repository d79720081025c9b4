/**
 * Prints milliseconds to open the store at PATH and read its million bars, the first time in this
 * process; with `fill` before the path it makes that store instead.
 */
import { openStore } from '../../runtime/store/bar-store.ts'
import { prices } from './prices.ts'

const BARS = 1_000_000
const KEY = 'bench'

const [first, second] = process.argv.slice(2)
if (first === 'fill') await fill(second!)
else console.log(await read(first!))

async function fill(path: string): Promise<void> {
  const opened = await openStore(path)
  if (opened.kind !== 'open') throw new Error(opened.reason)
  opened.store.putSeries(KEY, prices(BARS), {})
  opened.store.close()
}

async function read(path: string): Promise<number> {
  const start = performance.now()
  const opened = await openStore(path)
  if (opened.kind !== 'open') throw new Error(opened.reason)
  const entry = opened.store.findSeries(KEY)
  const stored = entry && opened.store.getSeries(entry)
  const elapsed = performance.now() - start
  opened.store.close()
  if (stored?.kind !== 'bars' || stored.bars.length !== BARS) throw new Error('bars are missing')
  return elapsed
}
