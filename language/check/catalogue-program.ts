import type { CatalogueEntry } from '../catalogue.ts'
import { program } from '../example.ts'

const LONG = (when: string): string => `enter long when ${when}\n  size 95% of equity`
const EXIT = 'exit long when close < sma(50)'

/** What shows only in the whole of a program; each is told only where it is certain. */
export const PROGRAM_CATALOGUE = {
  'rule-never-fires': {
    severity: 'warning',
    message: 'This `{rule}` never fires: {reason}.',
    hint: 'Correct its condition, or remove the rule.',
    explanation:
      'What is known of all that the condition reads, the ranges of indicators and of parameters among it, leaves no bar on which it could be true. Where two parts exclude each other, `or` may have been meant, or one of them the other way round.',
    wrong: program(
      `let strong = rsi(14) > 70\nlet weak = rsi(14) < 30\n${LONG('strong and weak')}\n${EXIT}`,
    ),
    right: program(
      `let strong = rsi(14) > 70\nlet weak = rsi(14) < 30\n${LONG('strong or weak')}\n${EXIT}`,
    ),
  },
  'nothing-opens': {
    severity: 'warning',
    message: 'Nothing is ever opened: before the first trade {reason}.',
    hint: 'Give at least one `enter` a condition that does not wait for a trade.',
    explanation:
      'As long as nothing has been bought there is no `entry_price`, the position is zero and no trade has ended. Where every entry asks for more than that, the first never comes, and without it no other does.',
    wrong: program(`${LONG('close > entry_price')}\n${EXIT}`),
    right: program(`${LONG('close > (entry_price ?? 0)')}\n${EXIT}`),
  },
  'arc-impossible': {
    severity: 'warning',
    message: 'No bar leads from `{from}` to `{to}` here: {reason}.',
    hint: 'Correct the condition, or remove the arc.',
    explanation:
      'A mode changes its state on a bar on which the condition of an arc is true. What is known of all that this condition reads leaves no such bar, so the mode stays where it is.',
    wrong: program(
      `let hot = rsi(14) > 70\nmode heat {\n  from cold to warm when hot and rsi(14) < 50\n  from warm to cold when rsi(14) < 30\n}\n${LONG('heat is cold')}`,
    ),
    right: program(
      `let hot = rsi(14) > 70\nmode heat {\n  from cold to warm when hot and rsi(14) < 90\n  from warm to cold when rsi(14) < 30\n}\n${LONG('heat is cold')}`,
    ),
  },
  'entry-with-exit': {
    severity: 'warning',
    message: 'Enter {side} and exit {side} have the same condition.',
    hint: 'Correct one of the two conditions; mostly `above` and `below` are mixed up.',
    explanation:
      'What opens a position would close it the next time it is true, whatever the price has done. A condition that stays true for some bars would buy and sell on every other of them.',
    wrong: program(
      `${LONG('close crosses above sma(50)')}\nexit long when close crosses above sma(50)`,
    ),
    right: program(
      `${LONG('close crosses above sma(50)')}\nexit long when close crosses below sma(50)`,
    ),
  },
  'sides-together': {
    severity: 'warning',
    message: 'Enter long and enter short have the same condition.',
    hint: 'Correct one of the two conditions: a position is on one side only.',
    explanation:
      'Both would be sent on the same bar, and the one that fills later closes what the other has just opened: a loss of the costs of both. Of two market orders that is never meant.',
    wrong: program(
      `${LONG('close > sma(50)')}\nenter short when close > sma(50)\n  size 95% of equity`,
    ),
    right: program(
      `${LONG('close > sma(50)')}\nenter short when close < sma(50)\n  size 95% of equity`,
    ),
  },
  'entries-unreached': {
    severity: 'warning',
    message:
      '`up to {text}` entries are never reached: the rule fires only while no {side} is open.',
    hint: 'Remove the clause, or what the condition asks of `position`.',
    explanation:
      'A second entry needs the rule to fire again while the first is open. A condition that asks for `position == 0` is then false, so there is never more than one.',
    wrong: program(`${LONG('position == 0 and close > sma(50)')}\n  up to 3 entries`),
    right: program(`${LONG('close > sma(50)')}\n  up to 3 entries`),
  },
  'idle-parameter': {
    severity: 'warning',
    message: '`{name}` changes no order, whatever its value.',
    hint: 'Remove it, or correct what reads it.',
    explanation:
      'The parameter is read, but all that it could change is decided by something else: it is multiplied by nothing, or a larger number beside it always wins. A search over its values would try the same strategy again and again.',
    wrong: program(`param floor_at = 5 in 1..9\n${LONG('close > max(floor_at, 20)')}`),
    right: program(`param floor_at = 5 in 1..90\n${LONG('close > max(floor_at, 20)')}`),
  },
  'unused-definition': {
    severity: 'warning',
    message: 'Nothing reads `{name}`.',
    hint: 'Remove it, or use it where it was meant: in a rule, a plot or a test.',
    explanation:
      'A definition is there for what reads it. One that nothing mentions is left over, or a rule reads another in its place.',
    wrong: program(`let slow = sma(200)\n${LONG('close > sma(50)')}`),
    right: program(`let slow = sma(200)\n${LONG('close > slow')}`),
  },
} as const satisfies Record<string, CatalogueEntry>
