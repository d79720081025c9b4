import type { Span } from '../diagnostic.ts'
import { BARE } from '../types.ts'
import type { Checker } from './context.ts'
import type { Ready } from './facts.ts'
import { BOOL } from './node.ts'
import type { Clock, TypedExpr } from './typed.ts'
import { NONE } from './warmup.ts'

/** Whether a clock has come past a tick, as a condition on the strategy's own clock. */
export function readyNode(checker: Checker, { clock, gate }: Ready, span: Span): TypedExpr {
  const number = { kind: 'number', unit: BARE, weight: 'any' } as const
  const known = { warmup: NONE, optional: false, span } as const
  const left: TypedExpr = { kind: 'arrived', clock, type: number, color: 'market', ...known }
  const right: TypedExpr = {
    kind: 'ticks',
    formula: gate,
    type: number,
    color: 'constant',
    ...known,
  }
  let node: TypedExpr = {
    kind: 'compare',
    op: '>',
    left,
    right,
    type: BOOL,
    color: 'market',
    ...known,
  }
  for (
    let above = parentOf(checker, clock);
    above !== undefined;
    above = parentOf(checker, above)
  ) {
    const seen = { type: BOOL, color: 'market', warmup: NONE, optional: true, span } as const
    node = { kind: 'at', source: node, clock: above, ...seen }
  }
  return node
}

function parentOf({ clocks }: Checker, { parent }: Clock): Clock | undefined {
  return parent === 0 ? undefined : clocks[parent - 1]
}
