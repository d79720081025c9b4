import { backtestSteps } from '../../runtime/core/backtest.ts'
import type { Policy } from '../../runtime/core/policy.ts'
import type { RunInput } from '../../runtime/core/result.ts'
import type { Steps } from '../../runtime/core/steps.ts'

/** What a run comes to where every bar that cannot tell is taken one way. */
export interface Scenario {
  readonly name: 'pessimistic' | 'optimistic'
  /** Money, open trades marked at the last close. */
  readonly netProfit: number
}

/** What of a policy a bar leaves open. */
type Guess = Pick<Policy, 'bothReached' | 'limitFill'>

const GUESSES: Readonly<Record<Scenario['name'], Guess>> = {
  pessimistic: { bothReached: 'worse', limitFill: 'through' },
  optimistic: { bothReached: 'better', limitFill: 'touch' },
}

/** The whole run twice more, pessimistic and optimistic, all else as it is. */
export function* scenarioSteps(input: RunInput): Steps<readonly Scenario[]> {
  const { options, bars } = input
  const scenarios: Scenario[] = []
  for (const name of ['pessimistic', 'optimistic'] as const) {
    const policy = { ...options.policy, ...GUESSES[name] }
    const { equity } = yield* backtestSteps({ ...input, options: { ...options, policy } })
    scenarios.push({ name, netProfit: equity[bars.length - 1]! - options.cash })
  }
  return scenarios
}
