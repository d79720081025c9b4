/** Something that goes wrong, on purpose. */
export type Fault =
  /** Every connection is reset. */
  | { readonly kind: 'drop' }
  /** The next `count` connections are closed as soon as they come. */
  | { readonly kind: 'refuse-connections'; readonly count: number }
  /** The next `count` new orders are rejected. */
  | {
      readonly kind: 'refuse-orders'
      readonly count: number
      readonly code?: number
      readonly reason?: string
    }
  /** Connections stay open, but nothing is sent any more; `off` ends it. */
  | { readonly kind: 'mute'; readonly off?: boolean }
  /** Whatever is sent is sent up to `ms` later, in the same order. 0 ends it. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Executions come in this many parts. 1 ends it. */
  | { readonly kind: 'split-fills'; readonly parts: number }
  /** Executions and commissions are told twice. */
  | { readonly kind: 'repeat-executions'; readonly off?: boolean }
  /** Commissions are told only after the next bar. */
  | { readonly kind: 'late-commissions'; readonly off?: boolean }
  /** The next order id that clients are told at their next connection is this much too low. */
  | { readonly kind: 'lower-ids'; readonly by: number }
  /** The broker's own link: 1100 lost, 1101 back without data, 1102 back with data. */
  | { readonly kind: 'link'; readonly code: 1100 | 1101 | 1102 }

/** A fault from the start, at the end of the replay's `bar`-th bar, or at a chance a bar. */
export type ScheduledFault = Fault & { readonly bar?: number; readonly chance?: number }

/** A number that a kind of fault must have. */
interface Required {
  readonly field: string
  readonly fits: RegExp
  readonly words: string
}

const COUNT = { fits: /^\d+$/, words: 'a whole number' }

const REQUIRED: ReadonlyMap<string, readonly Required[]> = new Map(
  Object.entries({
    drop: [],
    'refuse-connections': [{ field: 'count', ...COUNT }],
    'refuse-orders': [{ field: 'count', ...COUNT }],
    mute: [],
    delay: [{ field: 'ms', fits: /^\d+(\.\d+)?$/, words: 'a number of milliseconds' }],
    'split-fills': [{ field: 'parts', fits: /^[1-9]\d*$/, words: 'a whole number from 1' }],
    'repeat-executions': [],
    'late-commissions': [],
    'lower-ids': [{ field: 'by', ...COUNT }],
    link: [{ field: 'code', fits: /^110[012]$/, words: '1100, 1101 or 1102' }],
  } satisfies Record<Fault['kind'], readonly Required[]>),
)

/** A fault written as JSON, or what is wrong with it. */
export function readFault(text: string): Fault | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'the body is no JSON'
  }
  if (typeof value !== 'object' || value === null || !('kind' in value)) {
    return 'a fault is an object with a kind'
  }
  const required = REQUIRED.get(String(value.kind))
  if (required === undefined) {
    return `unknown kind of fault; there are ${[...REQUIRED.keys()].join(', ')}`
  }
  for (const { field, fits, words } of required) {
    const given = (value as Readonly<Record<string, unknown>>)[field]
    if (typeof given !== 'number' || !fits.test(String(given))) {
      return `a fault of kind ${String(value.kind)} needs '${field}': ${words}`
    }
  }
  return value as Fault
}

/** What is going wrong at the moment. */
export interface FaultState {
  refusedConnections: number
  refusedOrders: number
  refusalCode: number
  refusalReason: string
  muted: boolean
  delayMs: number
  /** Executions an order's fill comes in. */
  parts: number
  repeatExecutions: boolean
  lateCommissions: boolean
  lowerIds: number
  linkLost: boolean
}

/** A state in which all is well. */
export function noFaults(): FaultState {
  return {
    refusedConnections: 0,
    refusedOrders: 0,
    refusalCode: 201,
    refusalReason: '',
    muted: false,
    delayMs: 0,
    parts: 1,
    repeatExecutions: false,
    lateCommissions: false,
    lowerIds: 0,
    linkLost: false,
  }
}

/** Enters a fault that lasts. `drop` and the link's notices are the gateway's own to carry out. */
export function enterFault(state: FaultState, fault: Fault): void {
  switch (fault.kind) {
    case 'drop':
      return
    case 'refuse-connections':
      state.refusedConnections = fault.count
      return
    case 'refuse-orders':
      state.refusedOrders = fault.count
      state.refusalCode = fault.code ?? 201
      state.refusalReason = fault.reason ?? 'refused on purpose'
      return
    case 'mute':
      state.muted = fault.off !== true
      return
    case 'delay':
      state.delayMs = fault.ms
      return
    case 'split-fills':
      state.parts = fault.parts
      return
    case 'repeat-executions':
      state.repeatExecutions = fault.off !== true
      return
    case 'late-commissions':
      state.lateCommissions = fault.off !== true
      return
    case 'lower-ids':
      state.lowerIds = fault.by
      return
    case 'link':
      state.linkLost = fault.code === 1100
      return
    default:
      unreachable(fault)
  }
}

/** Faults that are due at the end of the replay's `bar`-th bar. */
export function dueFaults(
  faults: readonly ScheduledFault[],
  bar: number,
  random: () => number,
): readonly Fault[] {
  return faults.filter(
    (fault) => fault.bar === bar || (fault.chance !== undefined && random() < fault.chance),
  )
}

function unreachable(value: never): never {
  throw new Error(`unknown fault ${JSON.stringify(value)}`)
}
