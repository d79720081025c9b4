/** CSV of daily bars on weekdays from 2000-01-03: two waves on a rising line, no chance in it. */
export function prices(bars: number): string {
  const lines = ['date,open,high,low,close,volume']
  let before = 100
  for (let i = 0; i < bars; i++) {
    const wave = triangle(i, 60) * 12 + triangle(i, 17) * 4
    const close = 100 + i * 0.02 + wave
    const high = Math.max(before, close) + 0.5
    const low = Math.min(before, close) - 0.5
    const cells = [before, high, low, close].map((price) => price.toFixed(2))
    lines.push(`${weekday(i)},${cells.join(',')},${1_000_000 + (i % 7) * 1000}`)
    before = close
  }
  return `${lines.join('\n')}\n`
}

/** From -1 up to 1 and back over `period` bars. */
function triangle(i: number, period: number): number {
  const phase = (i % period) / period
  return 1 - 4 * Math.abs(phase - 0.5)
}

function weekday(i: number): string {
  const days = Math.floor(i / 5) * 7 + (i % 5)
  return new Date(Date.UTC(2000, 0, 3 + days)).toISOString().slice(0, 10)
}
