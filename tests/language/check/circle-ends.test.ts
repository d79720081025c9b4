import { expect, test } from 'vitest'
import { checked } from '../../parity/subject.ts'

test('what is only ever zero in a circle of definitions comes to an end', () => {
  const source = `strategy "Circle"
timeframe 1d
enter long when (if candle().bare then hilbert(position).in_phase else hma(volume, 9)) > 0
  size 20% of equity
`
  expect(checked(source).refusal).toBe('')
}, 10_000)
