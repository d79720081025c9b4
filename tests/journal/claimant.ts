/** A process among several that want one journal: says whether it got it, and keeps it a while. */
import { JournalFailure } from '../../runtime/journal/failure.ts'
import { openJournal } from '../../runtime/journal/journal.ts'

try {
  openJournal(process.argv[2]!)
  process.stdout.write('mine')
} catch (error) {
  if (!(error instanceof JournalFailure)) throw error
  process.stdout.write(error.kind)
}
// Until the others have tried, too.
process.stdin.resume()
