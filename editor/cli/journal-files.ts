import { dirname, join, parse as parsePath } from 'node:path'
import { storePath } from '../../runtime/store/load-bars.ts'

/** Where the command keeps what it keeps: `.strat`, or what $STRAT_HOME says. */
export function stratFolder(): string {
  return dirname(storePath())
}

/** Where journals are unless somebody says otherwise. */
export function liveFolder(): string {
  return join(stratFolder(), 'live')
}

/** The journal of a strategy's run; a path that is no strategy is a journal itself. */
export function journalOf(strategyOrJournal: string): string {
  if (!isStrategy(strategyOrJournal)) return strategyOrJournal
  return join(liveFolder(), `${parsePath(strategyOrJournal).name}.journal`)
}

export function isStrategy(path: string): boolean {
  return path.endsWith('.strat')
}

/** The text that a run trades, kept beside its journal: strategies are edited, runs are not. */
export function tradedTextPath(journal: string): string {
  return `${journal}.strat`
}
