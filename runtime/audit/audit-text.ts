import { moneyText, timeFormat } from '../report/format.ts'
import { plainText } from '../report/words.ts'
import { CAUSES } from './cause.ts'
import type { ReplayReport } from './replay.ts'
import type { Divergence, Resimulation } from './resimulate.ts'

const instant = timeFormat(true, 'UTC')

/** The replay as lines for a terminal. */
export function replayText(report: ReplayReport): string {
  const { title, symbol, run, bars, commands, executions, strays } = report
  const lines = [`Replay of run ${run}: ${plainText(title)} on ${plainText(symbol)}`]
  if (report.from !== undefined && report.to !== undefined)
    lines.push(`  ${instant(report.from)} to ${instant(report.to)} UTC`)
  lines.push(
    `  Bars      ${bars.taken} decided on, ${bars.late} late, ${bars.history} of history`,
    `  Commands  ${commands.sent} sent, ${commands.dropped} dropped, ${commands.unanswered} cut off`,
    `  Fills     ${executions} executions${strays === 0 ? '' : `, ${strays} of ended orders`}`,
    '',
  )
  if (report.problem !== undefined) lines.push(`Not replayed. ${report.problem}`)
  else if (report.difference === undefined)
    lines.push('Equal: every command is the recorded one, to the last bit.')
  else lines.push(...differenceLines(report.difference))
  return `${lines.join('\n')}\n`
}

function differenceLines(difference: NonNullable<ReplayReport['difference']>): readonly string[] {
  const { line, command, answer, fields } = difference
  const asked = command && {
    command: command.kind,
    ...command.order,
    ...(command.until !== undefined && { until: command.until }),
  }
  const { order, command: kind } = answer
  const until = answer.kind === 'intent' ? answer.until : undefined
  const written = { command: kind, ...order, ...(until !== undefined && { until }) }
  return [
    `DIFFERENT at line ${line} of the journal, in ${fields.join(', ')}:`,
    `  journal  ${JSON.stringify(written)}`,
    `  engine   ${asked === undefined ? 'asks for nothing here' : JSON.stringify(asked)}`,
    'What this run decided cannot be explained by what it was told. Stop it and look into it.',
  ]
}

const MOST_LISTED = 40

/** The re-simulation as lines for a terminal; of very many differences the dearest are listed. */
export function resimulationText(result: Resimulation): string {
  const { decisions, trades, profit, divergences, totals, uncharged } = result
  const lines = [
    'Live beside the backtest of the bars that it saw',
    `  Decisions  ${decisions.same} the same, ${decisions.live} only live, ${decisions.backtest} only in the backtest`,
    `  Trades     ${trades.live} live, ${trades.backtest} in the backtest`,
    `  Profit     ${moneyText(profit.live)} live, ${moneyText(profit.backtest)} in the backtest`,
    '',
  ]
  if (divergences.length === 0) lines.push('No difference.')
  else {
    const listed = dearest(divergences)
    const omitted = divergences.length - listed.length
    lines.push('Differences', ...listed.map(divergenceLine))
    if (omitted > 0) lines.push(`  … and ${omitted} smaller ones`)
    lines.push('', 'By cause')
    for (const { cause, count, money } of totals)
      lines.push(`  ${signed(money)}  ${String(count).padStart(4)} × ${CAUSES[cause]}`)
    lines.push(`  ${signed(profit.live - profit.backtest)}  in all`)
  }
  if (uncharged.length > 0) {
    lines.push('', 'Not charged, for nobody told the rate of their currency')
    for (const { execId, amount, currency } of uncharged)
      lines.push(`  ${amount} ${plainText(currency)}, commission of ${plainText(execId)}`)
  }
  return `${lines.join('\n')}\n`
}

function divergenceLine({ time, side, money, cause, detail }: Divergence): string {
  return `  ${instant(time)}  ${side.padEnd(5)} ${signed(money)}  ${cause}: ${plainText(detail)}`
}

function dearest(divergences: readonly Divergence[]): readonly Divergence[] {
  const bySize = [...divergences].sort((a, b) => Math.abs(b.money) - Math.abs(a.money))
  const kept = new Set(bySize.slice(0, MOST_LISTED))
  return divergences.filter((divergence) => kept.has(divergence))
}

function signed(money: number): string {
  const text = moneyText(money)
  return (money > 0 ? `+${text}` : text).padStart(12)
}
