/** A process that dies in the middle of an import: run by bar-store.test.ts, bundled. */
import { openStore } from '../../../runtime/store/bar-store.ts'
import { numberedBars } from './market.ts'

/** Values in a chunk. */
const CHUNK = 4_096

const opened = await openStore(process.argv[2]!, CHUNK)
if (opened.kind === 'unavailable') throw new Error(opened.reason)
opened.store.putSeries('whole', numberedBars(10), { from: 'before the kill' })

const bars = numberedBars(4 * CHUNK)
let reads = 0
const fatal = {
  ...bars,
  get volume(): Float64Array {
    reads += 1
    // Three of its chunks are written, the fourth is not: no time to tidy up.
    if (reads > 3) process.kill(process.pid, 'SIGKILL')
    return bars.volume
  },
}
opened.store.putSeries('whole', fatal, { from: 'the killed import' })
