/** A live run as a process of its own, to be killed: port, journal. SIGTERM stops it cleanly. */
import { ibBroker } from '../../runtime/broker/ib/ib-broker.ts'
import { STRATEGIES, startRun } from './stage.ts'

const [port, journal] = process.argv.slice(2)
const broker = ibBroker({
  port: Number(port),
  clientId: 7,
  instrument: { symbol: 'SPY' },
  others: [{ symbol: 'QQQ' }],
  virtualTime: true,
})
const run = startRun(STRATEGIES.references!(), broker, journal!, { history: 40 })
process.on('SIGTERM', () => void run.stop('asked to'))
const outcome = await run.finished
process.stdout.write(`${JSON.stringify(outcome)}\n`)
process.exit(outcome.kind === 'stopped' ? 0 : 1)
