import type { Command } from 'commander'
import type { Configured } from './read-config.ts'

/**
 * Gives a command's options the values of the settings that stand in for them, where no flag did.
 * Returns what gives `STRAT_HOME` back its value: the store and the journals are found by it.
 */
export function applyConfig(command: Command, settings: readonly Configured[]): () => void {
  for (const { setting, value, from } of settings) {
    if (value === undefined || from === 'default') continue
    for (const [name, option] of setting.options) {
      if (name !== command.name()) continue
      const source = command.getOptionValueSource(option)
      if (source !== undefined && source !== 'default') continue
      const instead = GIVES_WAY[option]
      if (instead !== undefined && command.getOptionValue(instead) === true) continue
      command.setOptionValueWithSource(option, String(value), 'config')
    }
  }
  const home = settings.find(({ setting }) => setting.key === 'home')
  if (home?.from !== 'file') return () => {}
  process.env.STRAT_HOME = String(home.value)
  return () => {
    delete process.env.STRAT_HOME
  }
}

/** Options that nothing stands in for where another is given: money is named each time. */
const GIVES_WAY: Readonly<Record<string, string>> = { account: 'liveMoney', data: 'sample' }
