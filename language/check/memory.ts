import type { Diagnostic } from '../diagnostic.ts'
import type { Expr } from '../syntax/ast.ts'
import type { Section } from '../syntax/section.ts'
import {
  type Binding,
  type Checker,
  type Env,
  type Found,
  type Learnt,
  learntOf,
  lookup,
  NODE_LIMIT,
  nothingFound,
  type ParameterDraft,
  type Reads,
} from './context.ts'
import type { Fact } from './facts.ts'
import { anchored } from './places.ts'
import { type KnownRanges, nothingKnown } from './ranges/ranges.ts'
import type { Definition, TypedExpr } from './typed.ts'

/**
 * What checks of a text have found, kept for the next check of the text as it then is. A part is
 * taken over where all that it was found from is the same: the statements by identity, for the
 * parser gives those that no edit touched again; the values of names by identity too. Nothing is
 * ever declared out of date, and what nobody holds any more is forgotten by itself.
 */
export interface Memory {
  /** The text's sections, of which the statements that are checked come. */
  sections: readonly Section[]
  /** What every unit rests on: the bars' length, and whether prices are above zero. */
  ground: string
  /** By what is done with a statement, and the statement. */
  readonly units: Map<string, WeakMap<object, Unit>>
  /** What each definition may depend on. */
  readonly parameters: WeakMap<Definition, ReadonlySet<ParameterDraft>>
  readonly mentioned: WeakMap<Expr, ReadonlySet<string>>
  readonly previous: WeakSet<TypedExpr>
  readonly sound: WeakMap<Definition, boolean>
  /** Warm-ups and ranges, as they follow from `learnt`. */
  facts: WeakMap<Definition, Fact>
  ranges: KnownRanges
  learnt: ReadonlyMap<ParameterDraft, Learnt>
}

export function newMemory(): Memory {
  return {
    sections: [],
    ground: '',
    units: new Map(),
    parameters: new WeakMap(),
    mentioned: new WeakMap(),
    previous: new WeakSet(),
    sound: new WeakMap(),
    facts: new WeakMap(),
    ranges: nothingKnown(),
    learnt: new Map(),
  }
}

/** A part of a check that depends on nothing but what it is given and what it looks up. */
export interface Asked {
  readonly kind: string
  readonly of: object
  /** The names that it binds. */
  readonly binds?: readonly string[]
  /** What else it is given. */
  readonly also?: readonly unknown[]
  /** It may read every parameter, not only those behind the names that it looks up. */
  readonly parameters?: 'all'
}

interface Unit {
  readonly names: readonly (readonly [string, unknown])[]
  readonly also: readonly unknown[]
  /** What was known of the parameters that it may have read. */
  readonly learnt: readonly (readonly [ParameterDraft, Learnt])[]
  /** What is known of those that it taught something of. */
  readonly teaches: readonly (readonly [ParameterDraft, Learnt])[]
  readonly bindings: readonly (readonly [string, Binding])[]
  readonly nodes: number
  readonly found: Found
  /** Its mistakes, wherever their places have moved. */
  readonly diagnostics: readonly (() => Diagnostic)[]
  readonly value: unknown
}

/**
 * What `compute` gives and finds; without computing it where it was found before from the same.
 * `compute` gets a checker that gathers for it alone.
 */
export function remembered<T>(
  checker: Checker,
  env: Env,
  asked: Asked,
  compute: (own: Checker) => T,
): T {
  const { memory, top } = checker
  // Inside of functions and of other units everything belongs to the unit around.
  if (checker.reads !== undefined || env.scope !== top) return compute(checker)
  if (memory === undefined) return computed(checker, compute)
  let units = memory.units.get(asked.kind)
  if (units === undefined) {
    units = new WeakMap()
    memory.units.set(asked.kind, units)
  }
  const known = units.get(asked.of)
  if (known !== undefined && holds(checker, known, asked)) {
    for (const [parameter, learnt] of known.teaches) restore(parameter, learnt)
    for (const [name, binding] of known.bindings) top.names.set(name, binding)
    absorb(checker, known.found, known.nodes)
    for (const one of known.diagnostics) checker.diagnostics.push(one())
    return known.value as T
  }
  const reads: Reads = { names: new Set(), beyond: false }
  const ranges = checker.newRanges()
  const own: Checker = { ...checker, ...nothingFound(checker.recorded), reads, ranges }
  top.reads = reads
  const value = compute(own)
  top.reads = undefined
  const nodes = own.nodes - checker.nodes
  const unit = unitOf(memory, own, asked, value, nodes)
  if (unit === undefined) units.delete(asked.of)
  else units.set(asked.of, unit)
  absorb(checker, own, nodes)
  return value
}

/** Without a memory all goes to the whole at once. */
function computed<T>(checker: Checker, compute: (own: Checker) => T): T {
  const { ranges } = checker
  checker.ranges = checker.newRanges()
  const value = compute(checker)
  checker.ranges = ranges
  return value
}

function holds(checker: Checker, unit: Unit, { also = [] }: Asked): boolean {
  if (checker.nodes + unit.nodes > NODE_LIMIT) return false
  if (also.length !== unit.also.length || also.some((one, i) => one !== unit.also[i])) return false
  for (const [name, identity] of unit.names) {
    if (identityOf(lookup(checker.top, name)) !== identity) return false
  }
  for (const [parameter, learnt] of unit.learnt) if (!isLearnt(parameter, learnt)) return false
  return true
}

/** Forgets the units where what all of a program's units rest on is another than it was. */
export function recallFor(memory: Memory, ground: string): void {
  if (memory.ground !== ground) {
    memory.units.clear()
    memory.ranges = nothingKnown()
  }
  memory.ground = ground
}

/** What was found, to be remembered; undefined where it depends on more than its names. */
function unitOf(
  memory: Memory,
  own: Checker,
  { binds = [], also = [], parameters: which }: Asked,
  value: unknown,
  nodes: number,
): Unit | undefined {
  const { top, reads, taught } = own
  const names: [string, unknown][] = []
  const parameters = new Set<ParameterDraft>(which === 'all' ? own.parameters : [])
  for (const name of reads!.names) {
    if (binds.includes(name)) continue
    const binding = lookup(top, name)
    // What comes from other files is made anew with each check.
    if (binding !== undefined && top.names.get(name) !== binding) reads!.beyond = true
    names.push([name, identityOf(binding)])
    for (const one of parametersBehind(memory, binding)) parameters.add(one)
  }
  for (const { parameter } of taught) parameters.add(parameter)
  for (const definition of own.definitions) memory.parameters.set(definition, parameters)
  if (reads!.beyond || own.nodes > NODE_LIMIT) return undefined
  const first = new Map<ParameterDraft, Learnt>()
  for (const { parameter, before } of taught) {
    if (!first.has(parameter)) first.set(parameter, before)
  }
  const learnt = Array.from(parameters, (one) => [one, first.get(one) ?? learntOf(one)] as const)
  const teaches = Array.from(first.keys(), (one) => [one, learntOf(one)] as const)
  const bindings = binds.flatMap((name) => {
    const binding = top.names.get(name)
    return binding === undefined ? [] : [[name, binding] as const]
  })
  const diagnostics = own.diagnostics.map((one) => anchored(memory.sections, one))
  const { definitions, recursive, read, requires, inlined, recorded } = own
  const { sessionStreams, currencies } = own
  const found: Found = {
    ...{ diagnostics: [], definitions, recursive, read, requires, inlined },
    sessionStreams,
    currencies,
    taught: [],
    ...(recorded === undefined ? {} : { recorded }),
  }
  return { names, also, learnt, teaches, bindings, nodes, found, diagnostics, value }
}

/** Adds what a unit has found to the whole. */
function absorb(into: Checker, from: Found, nodes: number): void {
  append(into.diagnostics, from.diagnostics)
  append(into.definitions, from.definitions)
  append(into.recursive, from.recursive)
  append(into.requires, from.requires)
  append(into.taught, from.taught)
  if (from.recorded !== undefined) into.recorded?.push(from.recorded)
  unite(into.read, from.read)
  unite(into.inlined, from.inlined)
  unite(into.sessionStreams, from.sessionStreams)
  unite(into.currencies, from.currencies)
  into.nodes += nodes
}

/** Most units add to none of the sets, and there are many units. */
function unite<T>(all: Set<T>, more: ReadonlySet<T>): void {
  if (more.size > 0) for (const one of more) all.add(one)
}

function append<T>(all: T[], more: readonly T[]): void {
  for (const one of more) all.push(one)
}

/** What makes a name's meaning the same: scopes are made anew for each check. */
function identityOf(binding: Binding | undefined): unknown {
  switch (binding?.kind) {
    case 'function':
      return binding.fn
    case 'mode':
      return binding.states.join(' ')
    default:
      return binding
  }
}

function parametersBehind(memory: Memory, binding: Binding | undefined): Iterable<ParameterDraft> {
  if (binding?.kind !== 'value') return []
  const { value } = binding
  const parts = value.kind === 'record' ? [...value.fields.values()] : [value]
  return parts.flatMap((part) => {
    if (part.kind === 'parameter') return [part.parameter]
    return part.kind === 'reference' ? [...(memory.parameters.get(part.definition) ?? [])] : []
  })
}

// ── What is learnt of parameters ───────────────────────────────────────────────────────────────

/** Sets a parameter back to what was known of it. */
export function restore(parameter: ParameterDraft, learnt: Learnt): void {
  delete parameter.min
  delete parameter.max
  Object.assign(parameter, learnt)
}

function isLearnt(parameter: ParameterDraft, { min, max, integer }: Learnt): boolean {
  return parameter.min === min && parameter.max === max && parameter.integer === integer
}

/** Forgets warm-ups where other things are known now of a parameter than when they were found. */
export function recallFacts(memory: Memory, parameters: readonly ParameterDraft[]): void {
  const same = parameters.every((parameter) => {
    const before = memory.learnt.get(parameter)
    return before === undefined || isLearnt(parameter, before)
  })
  if (!same) {
    memory.facts = new WeakMap()
    memory.ranges = nothingKnown()
  }
  memory.learnt = new Map(parameters.map((parameter) => [parameter, learntOf(parameter)]))
}
