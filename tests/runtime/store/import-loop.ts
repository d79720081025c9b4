/** A process that imports two versions of a file in turn, to be killed: see import-kill.test.ts. */
import { openStore } from '../../../runtime/store/bar-store.ts'
import { importFile } from '../../../runtime/store/import-file.ts'

const [store = '', ...files] = process.argv.slice(2)
const opened = await openStore(store)
if (opened.kind === 'unavailable') throw new Error(opened.reason)
for (let turn = 0; ; turn++) {
  const file = files[turn % files.length]!
  const result = await importFile(opened.store, file, { symbol: 'KILLED', onBad: 'quarantine' })
  if (result.kind === 'refused') throw new Error(JSON.stringify(result))
  process.stdout.write('.')
}
