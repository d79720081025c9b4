import { expect, test } from 'vitest'
import { runStrategy } from '../../editor/pipeline/run-strategy.ts'
import { barsOf, FREE, type ScriptRule, scripted } from '../runtime/core/script.ts'

const RULE: ScriptRule = {
  kind: 'enter',
  side: 'long',
  on: [0],
  value: 10,
  stop: () => 95,
  target: () => 105,
}

function notesOf(last: readonly [number, number, number, number]): readonly string[] {
  const bars = barsOf([[100, 101, 99, 100], [100, 101, 99, 100], last])
  const prices = { bars, name: '', timezone: 'UTC', interval: '1d', notes: [] }
  const choices = { parameters: new Float64Array(0), options: FREE }
  return runStrategy(scripted([RULE]), choices, prices).notes
}

test('where a bar cannot tell, the run stands between two others', () => {
  expect(notesOf([100, 106, 94, 100])).toEqual([
    'In one bar the prices cannot tell which of two orders filled first: taken as the worse for the ' +
      'trade. Net profit of the whole run taken one way: pessimistic -50.00, optimistic 50.00 USD.',
  ])
})

test('where every bar can, there is nothing to say', () => {
  expect(notesOf([100, 106, 96, 100])).toEqual([])
})
