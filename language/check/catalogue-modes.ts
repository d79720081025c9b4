import type { CatalogueEntry } from '../catalogue.ts'
import { program } from '../example.ts'

const ARCS = [
  '  from calm to nervous when stdev(returns, 20) > 2%',
  '  from nervous to calm when stdev(returns, 20) < 1.5%',
]
const mode = (...arcs: string[]): string => `mode regime {\n${arcs.join('\n')}\n}`
const REGIME = mode(...ARCS)

/** Modes, their states and their arcs. */
export const MODES_CATALOGUE = {
  'unknown-state': {
    severity: 'error',
    message: '`{mode}` has no state `{state}`.',
    hint: 'Write one of its states: {states}.',
    explanation:
      'The states of a mode are those that its arcs name after `from` and `to`. `is` asks for one of them.',
    wrong: program(`${REGIME}\nlet quiet = regime is clam`),
    right: program(`${REGIME}\nlet quiet = regime is calm`),
  },
  'not-a-mode': {
    severity: 'error',
    message: '`{text}` is no mode.',
    hint: 'Name a mode of this file, or compare values with `==`.',
    explanation:
      '`is` and `bars_in` ask a mode, which is defined with `mode` and has states. A stream has a value instead, which is compared with `==`.',
    wrong: program('let trend = close > sma(50)\nlet up = trend is up'),
    right: program('let trend = close > sma(50)\nlet up = trend == (close > open)'),
  },
  'mode-whole': {
    severity: 'error',
    message: '`{name}` is a mode and has no value of its own.',
    hint: 'Write which state, as in `{name} is {state}`, or how long it lasts: `bars_in({name})`.',
    explanation:
      'A mode is in one of its states. Which one is a condition, `regime is calm`; how many bars it has been there is a number, `bars_in(regime)`.',
    wrong: program(`${REGIME}\nlet trend = close > sma(50) and regime`),
    right: program(`${REGIME}\nlet trend = close > sma(50) and regime is calm`),
  },
  'arc-to-itself': {
    severity: 'error',
    message: 'This arc leads from `{state}` to `{state}`.',
    hint: 'Remove it: a mode stays in its state as long as no arc leads away.',
    explanation:
      'A transition changes the state. Where no condition of a state’s arcs holds the mode stays where it is, and its bars go on counting.',
    wrong: program(mode(...ARCS, '  from calm to calm when close > sma(50)')),
    right: program(REGIME),
  },
  'state-unreachable': {
    severity: 'warning',
    message: '`{mode}` never comes to `{state}`: no way leads there from `{first}`.',
    hint: 'Add an arc that leads to `{state}`, or correct its name.',
    explanation:
      'A mode begins in the state that its first arc leaves and moves along its arcs only. What is written of a state that it never comes to has no effect.',
    wrong: program(mode(...ARCS, '  from nervuos to calm when close > sma(50)')),
    right: program(mode(...ARCS, '  from nervous to calm when close > sma(50)')),
  },
  'arc-never-taken': {
    severity: 'warning',
    message: 'This arc is never taken: on the same condition `{from}` goes to `{to}` before.',
    hint: 'Give the two arcs different conditions, or remove this one.',
    explanation:
      'A mode makes one transition a bar, and of several arcs whose conditions hold the one that is written first.',
    wrong: program(mode(...ARCS, '  from calm to panic when stdev(returns, 20) > 2%')),
    right: program(
      mode(
        '  from calm to panic when stdev(returns, 20) > 4%',
        '  from panic to calm when close > sma(50)',
        ...ARCS,
      ),
    ),
  },
} as const satisfies Record<string, CatalogueEntry>
