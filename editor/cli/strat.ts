#!/usr/bin/env node
import { main } from './main.ts'
import { processTerminal } from './terminal.ts'

// Stacks, where they are asked for, name our files and not the bundle's.
if (process.env.STRAT_DEBUG === '1') process.setSourceMapsEnabled(true)

// `strat run … | head` closes our output early: that is the reader's good right, not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
}

// Not `process.exit`: a pipe may still be draining.
process.exitCode = await main(process.argv.slice(2), processTerminal())
