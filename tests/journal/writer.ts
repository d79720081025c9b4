/** A process to be killed: appends records for ever and says which of them are durable. */
import { openJournal } from '../../runtime/journal/journal.ts'
import { NOON, SEGMENT } from './samples.ts'

const journal = openJournal(process.argv[2]!)
if (journal.records.length === 0) journal.append(SEGMENT)
for (let k = 0; ; k++) {
  for (let part = 0; part < 5; part++) {
    journal.append({ kind: 'note', at: NOON, text: 'x'.repeat((k * 37 + part * 11) % 900) })
  }
  const length = journal.records.length
  await journal.durable()
  process.stdout.write(`${length}\n`)
}
