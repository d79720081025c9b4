import type { Command } from 'commander'
import { command, examples, type Finish } from './command-shape.ts'
import type { DoctorFlags } from './doctor.ts'
import type { Terminal } from './terminal.ts'

/** The commands around the rest: what is set, whether all that is needed is there, for editors. */
export function addSetupCommands(program: Command, terminal: Terminal, finish: Finish): void {
  command(program, 'config', '', 'show every setting and where its value comes from')
    .option('--json', 'print them as JSON')
    .addHelpText('after', examples('strat config', 'STRAT_CASH=50000 strat config --json'))
    .action(async (flags: { json?: true }) => {
      const { configCommand } = await import('./config-command.ts')
      finish(configCommand(flags, terminal))
    })

  command(program, 'doctor', '', 'look whether all that is needed is there, and say what to do')
    .option('--json', 'print what was found as JSON')
    .addHelpText('after', examples('strat doctor', 'STRAT_GATEWAY_PORT=7497 strat doctor'))
    .action(async (flags: DoctorFlags) => {
      const { doctorCommand } = await import('./doctor.ts')
      finish(await doctorCommand(flags, terminal))
    })

  command(program, 'lsp', '', 'serve editors: the Language Server Protocol on standard input')
    .option('--stdio', 'as editors say it; there is no other way')
    .addHelpText('after', examples('strat lsp', 'strat lsp --stdio'))
    .action(async () => {
      const { lspCommand } = await import('./lsp.ts')
      await lspCommand()
    })
}
