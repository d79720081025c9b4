import type { Code } from '../catalogue.ts'
import type { Span } from '../diagnostic.ts'
import type { Expr } from '../syntax/ast.ts'
import { CALLS, FRAMES, METHODS, NAMES, PREFIXES } from './expressions-table.ts'

type Call = Extract<Expr, { kind: 'call' }>

/** What an expression of another language is here. */
export interface Foreign {
  readonly code: Code
  readonly values: Readonly<Record<string, string>>
  /** Where that is certain; in brackets where the place needs them. */
  readonly replacement?: string
}

/**
 * What an expression of Pine, Python, EasyLanguage, MQL or AFL is in Strat, from its names alone:
 * the caller knows that the file and the library have no such name. Undefined for all others.
 */
export function foreignExpression(expr: Expr, source: string): Foreign | undefined {
  const found = translated(expr, source)
  if (found === undefined) return undefined
  const text = textOf(expr.span, source)
  const values = { found: text.length > 60 ? `${text.slice(0, 59)}…` : text, ...found.values }
  if (found.to === undefined) return { code: found.code, values }
  const loose = found.loose === true && !standsAlone(expr.span, source)
  const replacement = loose ? `(${found.to})` : found.to
  return { code: found.code, values: { right: found.to, ...values }, replacement }
}

/** What a name, call or method of elsewhere becomes; `$1`, `$2` are its arguments. */
export interface Translation {
  readonly code: Code
  readonly to?: string
  /** Not one value by its looks: needs brackets beside an operator. */
  readonly loose?: boolean
  /** Something stands right behind the first argument, or before it. */
  readonly tight?: boolean
  /** The second argument counts bars back (1) or on (-1). */
  readonly back?: 1 | -1
  readonly values?: Readonly<Record<string, string>>
}

function translated(expr: Expr, source: string): Translation | undefined {
  switch (expr.kind) {
    case 'name':
    case 'member':
      return translatedName(expr, source)
    case 'index':
      return translatedIndex(expr, source)
    case 'call':
      return translatedCall(expr, source)
    default:
      return undefined
  }
}

/** An expression as it would be written here, foreign parts in it translated. */
function inStrat(expr: Expr, source: string): string | undefined {
  const found = translated(expr, source)
  return found === undefined ? textOf(expr.span, source) : found.to
}

/** The same, in brackets where an operator is in it: something is to be written behind it. */
function asOperand(expr: Expr, source: string): string | undefined {
  const text = inStrat(expr, source)
  const joined = ['binary', 'unary', 'crosses', 'is', 'if'].includes(expr.kind)
  const loose = joined || translated(expr, source)?.loose === true
  return loose && text !== undefined ? `(${text})` : text
}

function textOf({ start, end }: Span, source: string): string {
  return source.slice(start, end).replace(/\s+/g, ' ').trim()
}

/** `a.b.c` as written, undefined where something else stands among the points. */
export function dotted(expr: Expr): string | undefined {
  if (expr.kind === 'name') return expr.text
  if (expr.kind === 'index') {
    // backtrader's `self.datas[0].close`
    const whole = expr.index.kind === 'number' ? dotted(expr.object) : undefined
    return whole?.endsWith('datas') === true ? whole : undefined
  }
  if (expr.kind !== 'member') return undefined
  const object = dotted(expr.object)
  return object === undefined ? undefined : `${object}.${expr.field.text}`
}

/** The name that a dotted expression begins with. */
export function rootOf(expr: Expr): string | undefined {
  switch (expr.kind) {
    case 'name':
      return expr.text
    case 'member':
    case 'index':
      return rootOf(expr.object)
    case 'call':
      return rootOf(expr.callee)
    default:
      return undefined
  }
}

const PRICE = /^(?:open|high|low|close|volume)$/i

function translatedName(expr: Expr, source: string): Translation | undefined {
  const name = dotted(expr)
  if (name === undefined) {
    // `df['close'].iloc`, `.values`: the column as it is.
    const inner = expr.kind === 'member' && /^(values|array)$/.test(expr.field.text)
    const to = inner
      ? inStrat((expr as Extract<Expr, { kind: 'member' }>).object, source)
      : undefined
    return to === undefined ? undefined : { code: 'column', to }
  }
  const known = NAMES.get(name.toLowerCase())
  if (known !== undefined) return known
  const [root, last] = [name.split('.')[0]!, name.split('.').at(-1)!]
  if (root !== name && FRAMES.has(root) && PRICE.test(last)) {
    return { code: 'column', to: last.toLowerCase() }
  }
  return undefined
}

function translatedIndex(
  expr: Extract<Expr, { kind: 'index' }>,
  source: string,
): Translation | undefined {
  const { object, index } = expr
  if (index.kind === 'text' && PRICE.test(index.value) && FRAMES.has(dotted(object) ?? '')) {
    return { code: 'column', to: index.value.toLowerCase() }
  }
  if (object.kind === 'member' && object.field.text === 'iloc') return { code: 'row-number' }
  const name = dotted(object)
  const column = name?.includes('.') ? translatedName(object, source) : undefined
  if (column?.code !== 'column') return undefined
  const ticks = Number(textOf(index.span, source).replace(/\s/g, ''))
  if (!Number.isInteger(ticks)) return undefined
  // backtrader counts from the present (`close[-1]` is the bar before), backtesting.py from the end.
  const back = /\.[A-Z]\w*$/.test(name!) ? -1 - ticks : -ticks
  if (back < 0) return { code: 'row-number' }
  return { code: 'row-number', to: back === 0 ? column.to! : `${column.to}[${back}]` }
}

function translatedCall(expr: Call, source: string): Translation | undefined {
  const { callee } = expr
  const name = dotted(callee)
  const bare = name?.toLowerCase().replace(PREFIXES, '')
  const call = name === undefined ? undefined : (CALLS.get(name.toLowerCase()) ?? CALLS.get(bare!))
  if (call !== undefined) {
    const args = expr.args.map(({ value }) => argumentText(value, source))
    return filled(call, args)
  }
  if (callee.kind !== 'member') return undefined
  const over = callee.object
  const window = over.kind === 'call' && over.callee.kind === 'member' ? over.callee : undefined
  const windowed = window && METHODS.get(`${window.field.text}.${callee.field.text}`)
  if (windowed !== undefined) {
    const subject = inStrat(window!.object, source)
    const length = (over as Call).args[0]?.value
    const centred = (over as Call).args.some(({ name: one }) => one?.text === 'center')
    if (centred) return { code: 'centred-window' }
    if (subject === undefined) return translated(window!.object, source)
    if (length === undefined) return { code: windowed.code }
    return filled(windowed, [subject, argumentText(length, source)])
  }
  const method = METHODS.get(`.${callee.field.text}`)
  if (method === undefined) return undefined
  const subject = method.tight === true ? asOperand(over, source) : inStrat(over, source)
  // What it is called on has no equal here: that is the mistake.
  if (subject === undefined) return translated(over, source)
  return filled(method, [subject, ...expr.args.map(({ value }) => argumentText(value, source))])
}

function argumentText(expr: Expr, source: string): string {
  return inStrat(expr, source) ?? textOf(expr.span, source)
}

/** A template with its arguments filled in; `$2|0` has a default; short of one there is no text. */
function filled(form: Translation, args: readonly string[]): Translation {
  if (form.back !== undefined) return shifted(form, form.back, args)
  if (form.to === undefined) return form
  let complete = true
  const to = form.to.replace(/\$(\d)(?:\|(\w+))?/g, (_, place: string, otherwise?: string) => {
    const text = args[Number(place) - 1] ?? otherwise
    if (text === undefined) complete = false
    return text ?? ''
  })
  return complete ? { ...form, to } : { code: form.code }
}

/** `shift(2)`, `Ref(C, -2)` are `[2]`; the other direction is a look at what has not happened. */
function shifted(form: Translation, back: 1 | -1, args: readonly string[]): Translation {
  const [stream, written = '1'] = args
  const text = written.replace(/\s/g, '')
  const count = Number(text) * back
  if (stream === undefined || Number.isNaN(Number(text))) return { code: form.code }
  if (count === 0) return { code: form.code, to: stream }
  // What was meant by a look ahead only the writer knows.
  return count < 0 ? { code: 'future-shift' } : { code: form.code, to: `${stream}[${count}]` }
}

/** Whether nothing stands beside a place that would bind to a part of what is put there. */
function standsAlone({ start, end }: Span, source: string): boolean {
  const before = source.slice(Math.max(0, start - 20), start).trimEnd()
  const after = source.slice(end, end + 20)
  const begins = /(?:[=(,]|\b(?:when|if|then|else|and|or|not|plot|return|require|expect))$/.test(
    before,
  )
  return begins && /^[ \t]*(?:$|[\r\n),]|\/\/|(?:and|or|then|else)\b)/.test(after)
}
