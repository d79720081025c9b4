import type { StrategyModule } from '../../stdlib/module.ts'
import type { BrokerOrder } from '../broker/broker.ts'
import type { JournalRecord, RecordOf } from '../journal/record.ts'
import type { Command, Session } from './session.ts'
import { openSession, tell } from './session.ts'

/** The record that says what became of a command. */
export type Answer = RecordOf<'intent'> | RecordOf<'dropped'>

/** A command, what made the engine ask for it, and its record. */
export interface Answered {
  readonly command: Command
  /** Position in the journal of the record that the engine was told. */
  readonly cause: number
  /** Position of the answer, and the answer; none: the run ended before it was written. */
  readonly at?: number
  readonly answer?: Answer
}

/** The first place where the engine and the journal part. */
export interface Difference {
  /** Position in the journal, from 0; its line is one more. */
  readonly at: number
  /** What the engine asks for here; nothing: the journal has a command that it never gave. */
  readonly command?: Command
  readonly answer: Answer
  /** The fields that differ, as `quantity`, `order.price`. */
  readonly fields: readonly string[]
}

/** What the records of a run come to. */
export interface Rebuilt {
  readonly session: Session
  /** Every command of the engine up to the end or the first difference, in its order. */
  readonly commands: readonly Answered[]
  /** Those without an answer: what a crash kept from being written. */
  readonly unanswered: readonly Command[]
  readonly difference?: Difference
}

/**
 * Tells a fresh engine all that the journal says it was told, and holds its commands against those
 * written down, each in its turn and to the last bit. Pure: the same for recovery and for audit.
 * Stops at the first difference. Throws where the records are not one run of this module
 * (`mismatch` in session.ts says so beforehand).
 */
export function rebuild(records: readonly JournalRecord[], module: StrategyModule): Rebuilt {
  const [segment] = records
  if (segment?.kind !== 'segment') throw new Error('a run begins with its segment')
  const session = openSession(segment, module)
  const commands: Answered[] = []
  let answered = 0
  for (let at = 1; at < records.length; at++) {
    const record = records[at]!
    if (record.kind === 'segment') throw new Error('one journal is one run')
    if (record.kind !== 'intent' && record.kind !== 'dropped') {
      for (const command of told(session, record, at)) commands.push({ command, cause: at })
      continue
    }
    const due = commands[answered]
    const fields = due === undefined ? ['command'] : differingFields(due.command, record)
    if (fields.length > 0) {
      const difference = { at, ...(due && { command: due.command }), answer: record, fields }
      return { session, commands, unanswered: commandsFrom(commands, answered), difference }
    }
    commands[answered] = { ...due!, at, answer: record }
    answered += 1
  }
  return { session, commands, unanswered: commandsFrom(commands, answered) }
}

function told(session: Session, record: JournalRecord, at: number): readonly Command[] {
  try {
    return tell(session, record)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`line ${at + 1} of the journal cannot follow the lines before it: ${why}`)
  }
}

const ORDER_FIELDS: readonly (keyof BrokerOrder)[] = [
  'ref',
  'side',
  'type',
  'quantity',
  'price',
  'limit',
  'parent',
  'group',
  'opens',
  'timeInForce',
  'goodTill',
]

/** Fields of a command that its record has otherwise; numbers are compared bit for bit. */
export function differingFields(command: Command, answer: Answer): readonly string[] {
  const fields: string[] = []
  if (command.kind !== answer.command) fields.push('command')
  if (command.ref !== answer.ref) fields.push('ref')
  for (const field of ORDER_FIELDS) {
    if (!Object.is(command.order[field], answer.order[field])) fields.push(`order.${field}`)
  }
  if (answer.kind === 'intent' && !Object.is(command.until, answer.until)) fields.push('until')
  return fields
}

function commandsFrom(commands: readonly Answered[], from: number): readonly Command[] {
  return commands.slice(from).map(({ command }) => command)
}
