import type { Code } from '../catalogue.ts'

/** How far a line of another language reaches: what is read no further. */
export type Reach =
  /** Only its beginning; what follows is read as the value of a `let`. */
  | 'lead'
  | 'line'
  /** The call and the rest of its last line. */
  | 'call'
  /** The line and what is indented below it or stands in its brackets. */
  | 'block'

export interface Mending {
  /** What the message says besides the text that was found. */
  readonly values?: Readonly<Record<string, string>>
  /** What should stand there, where that is certain. */
  readonly replacement?: string
  /** What to do in just this place. */
  readonly hint?: string
  /** The name that the line defines. */
  readonly name?: string
}

/** How one kind of line of another language begins, and what becomes of it. */
export interface LineHabit {
  readonly code: Code
  /** Matched where a statement begins. */
  readonly pattern: RegExp
  readonly reach: Reach
  /** From the match and the whole text it reaches over. */
  readonly mend?: (match: RegExpExecArray, text: string) => Mending
}

const MODULES =
  'talib|pandas|pandas_ta|numpy|backtrader|backtesting|vectorbt|freqtrade|matplotlib|yfinance|ta|' +
  'technical|datetime|math|ccxt|logging|typing|os|sys'
const EVENTS =
  '__init__|init|next|start|stop|prenext|on_\\w+|handle_data|initialize|before_trading_start|' +
  'populate_\\w+|custom_\\w+|confirm_\\w+|notify_\\w+|On[A-Z]\\w*|Initialize|deinit'
const KINDS = 'int|float|bool|double|string'
const ENTRIES =
  'strategy\\.(?:entry|order)|self\\.(?:buy|sell|order_target_\\w+|[Ss]et_?[Hh]oldings|' +
  '[Mm]arket_?[Oo]rder)|order_target\\w*|OrderSend|EnterLong\\w*|EnterShort\\w*|trade\\.(?:Buy|Sell)'
const EXITS =
  'strategy\\.(?:close|close_all|cancel|cancel_all)|self\\.(?:close|position\\.close|' +
  '[Ll]iquidate)|ExitLong\\w*|ExitShort\\w*|OrderClose|trade\\.PositionClose'
const PROTECTIONS =
  'strategy\\.exit|Set(?:StopLoss|ProfitTarget|BreakEven|PercentTrailing|DollarTrailing|' +
  'TrailingStop|ExitOnClose)\\w*|ApplyStop'
/** `fill (a) to b` is ours: before the next statement there is a `to`. */
const OURS =
  '(?:(?!\\b(?:enter|exit|let|plot|fill|param|fn|test|risk|costs|mode|alert|mark)\\b)' +
  '[\\s\\S])*?\\bto\\b'
const DRAWINGS =
  `plotshape|plotchar|plotarrow|plotcandle|hline|bgcolor|barcolor|fill(?!${OURS})|` +
  'label\\.new|line\\.new|box\\.new|table\\.\\w+|alertcondition|alert|print|Print|log\\.\\w+'

/** In the order they are tried. All are sticky, and all but the blocks stay on their line. */
export const LINE_HABITS: readonly LineHabit[] = [
  {
    code: 'header-call',
    pattern: /(strategy|indicator|study|library)\s*\(/y,
    reach: 'call',
    mend: ([, word], text) => {
      const title = /(["'])(.*?)\1/.exec(text)?.[2]
      const head = word === 'library' ? 'library' : 'strategy'
      return title === undefined ? {} : { replacement: `${head} "${title}"` }
    },
  },
  {
    code: 'import-line',
    pattern: new RegExp(
      `from\\s+[\\w.]+\\s+import\\b|import\\s+[\\w.]+\\s+as\\b|import\\s+(?:${MODULES})\\b|` +
        'import\\s+\\w+/|using\\s+[\\w.]+\\s*;',
      'y',
    ),
    reach: 'line',
    mend: () => ({ replacement: '' }),
  },
  {
    code: 'event-function',
    pattern: new RegExp(
      `class\\s+\\w+\\s*[:({]|(?:def|function|void|int|(?:public|protected)(?: override)? \\w+)` +
        `\\s+(?:${EVENTS})\\s*\\(`,
      'y',
    ),
    reach: 'block',
  },
  {
    code: 'function-spelling',
    pattern: /(?:def|function)\s+(\w+)\s*\(([^)\n]*)\)/y,
    reach: 'block',
    mend: ([, name, parameters], text) => {
      const [, result, ...more] = text.split(/\breturn\b/)
      const alone = /^[^\n]*[:{]\s*$/.test(text.split(/\breturn\b/)[0] ?? '')
      const body = alone && more.length === 0 ? result?.replace(/[;}\s]+$/, '').trim() : undefined
      return { ...functionMending(name!, parameters!, body), name: name! }
    },
  },
  {
    code: 'function-spelling',
    pattern: /(\w+)\s*\(([^)\n]*)\)\s*=>[ \t]*([^\n]*)/y,
    reach: 'block',
    mend: ([whole, name, parameters, body], text) => {
      const oneLine = text.trimEnd() === whole.trimEnd()
      return { ...functionMending(name!, parameters!, oneLine ? body : undefined), name: name! }
    },
  },
  {
    code: 'loop',
    pattern: /(?:for\b\s*(?:\(|each\b|\w+\s*(?:=|in\b))|while\b\s*[(\w]|repeat\s*$)/iy,
    reach: 'block',
  },
  {
    code: 'if-statement',
    pattern: /(?:if|switch)\b|elif\b|else\s*[:{]/iy,
    reach: 'block',
    mend: (_, text) => ruleFor(text),
  },
  {
    code: 'signal-assignment',
    pattern: /(buy|sell|short|cover)\s*=(?!=)\s*([^\n;]*)/iy,
    reach: 'line',
    mend: ([, word, condition]) => {
      const side = { sell: 'exit long', cover: 'exit short' }[word!.toLowerCase()]
      return side === undefined ? {} : { replacement: `${side} when ${condition!.trim()}` }
    },
  },
  {
    code: 'signal-assignment',
    pattern: /(?:df|data|dataframe)\.loc\s*\[/y,
    reach: 'call',
  },
  {
    code: 'order-sentence',
    pattern: new RegExp(
      '(?:buy|sell)\\s*(?:short|to\\s*cover)?\\b' +
        '(?=[^\\n]*\\b(?:bar|market|shares?|contracts?|stop|limit|open|close)\\b|\\s*[(;]|\\s*$)|' +
        '(?:short|cover)\\s+(?:next|this|\\d)',
      'iy',
    ),
    reach: 'line',
  },
  { code: 'entry-call', pattern: new RegExp(`(?:${ENTRIES})\\s*\\(`, 'y'), reach: 'call' },
  { code: 'exit-call', pattern: new RegExp(`(?:${EXITS})\\s*\\(`, 'y'), reach: 'call' },
  {
    code: 'protection-call',
    pattern: new RegExp(`(?:${PROTECTIONS})\\s*[(;]`, 'y'),
    reach: 'call',
  },
  {
    code: 'input-call',
    pattern: new RegExp(
      `(?:let\\s+|var\\s+)?(?:(?:${KINDS})\\s+)?(\\w+)\\s*=\\s*` +
        '(input(?:\\.\\w+)?|IntParameter|DecimalParameter|Param|Optimize)\\s*\\(',
      'y',
    ),
    reach: 'call',
    mend: ([, name, callee], text) => ({ ...inputMending(name!, callee!, text), name: name! }),
  },
  {
    code: 'input-declaration',
    pattern: /inputs?\s*:\s*([^;\n]*);?/iy,
    reach: 'line',
    mend: ([, list]) => {
      const items = [...list!.matchAll(/(\w+)\s*\(([^)]*)\)/g)]
      const plain = items.length > 0 && items.every(([, , value]) => isNumber(value!))
      const replacement = items.map(([, name, value]) => `param ${name} = ${value!.trim()}`)
      return plain ? { replacement: replacement.join('\n') } : {}
    },
  },
  {
    code: 'input-declaration',
    pattern: /(?:input|extern|sinput)\s+\w+\s+(\w+)\s*=\s*([^;\n]+);?/y,
    reach: 'line',
    mend: ([, name, value]) => ({
      name: name!,
      ...(isNumber(value!) ? { replacement: `param ${name} = ${value!.trim()}` } : {}),
    }),
  },
  { code: 'variable-declaration', pattern: /(?:vars?|variables?)\s*:[^\n]*/iy, reach: 'line' },
  {
    code: 'variable-declaration',
    pattern: new RegExp(
      `(?:(?:var|varip|const|auto)\\s+(?:(?:${KINDS})\\s+)?|(?:${KINDS})\\s+)(\\w+)\\s*(?==[^=])`,
      'y',
    ),
    reach: 'lead',
    mend: ([, name]) => ({ name: name!, replacement: `let ${name} ` }),
  },
  {
    code: 'column-assignment',
    pattern: /(?:(?:df|dataframe|data)\s*\[\s*(["'])(\w+)\1\s*\]|self\.(\w+))\s*(?==[^=])/y,
    reach: 'lead',
    mend: ([, , column, field]) => {
      const name = column ?? field!
      return { name, replacement: `let ${name} ` }
    },
  },
  {
    code: 'let-due',
    pattern: /([A-Za-z_]\w*)\s*(?==(?!=))/y,
    reach: 'lead',
    mend: ([, name]) => ({
      name: name!,
      values: { name: name! },
      replacement: `let ${name} `,
    }),
  },
  {
    code: 'reassignment',
    pattern: /(\w+)\s*(?::=|[-+*/]=|\+\+|--)/y,
    reach: 'line',
    mend: ([, name]) => ({ name: name!, values: { name: name! } }),
  },
  {
    code: 'plot-call',
    pattern: /plot\d*\s*\(/iy,
    reach: 'call',
    mend: (_, text) => {
      const [value, ...others] = argumentsIn(text)
      if (value === undefined || value === '') return {}
      const title = others.map((other) => /^(?:title\s*=\s*)?"([^"]*)"$/.exec(other)?.[1])
      const label = title.find((one) => one !== undefined)
      return { replacement: label === undefined ? `plot ${value}` : `plot ${value} "${label}"` }
    },
  },
  { code: 'drawing-call', pattern: new RegExp(`(?:${DRAWINGS})\\s*\\(`, 'y'), reach: 'call' },
]

/** Comments that are orders to another tool. */
export const VERSION_COMMENT = /^\/\/\s*@version\s*=\s*\d+/

const ACTIONS: readonly (readonly [RegExp, string])[] = [
  [/strategy\.close|self\.(?:close|position\.close)|\bsell\b(?!\s*short)|exit_?long/i, 'exit long'],
  [/buy\s*to\s*cover|exit_?short/i, 'exit short'],
  [/strategy\.short|sell\s*short|enter_?short|order_?sell/i, 'enter short'],
  [/strategy\.long|\bbuy\b|enter_?long|order_?buy/i, 'enter long'],
]

/** The rule that an `if` with orders in it stands for; only an exit is complete without a size. */
function ruleFor(text: string): Mending {
  const [head] = /^[^\n]*/.exec(text)!
  const written = /^if\b\s*(.*?)\s*(?:\bthen\b.*|[:{]\s*|)$/i.exec(head)?.[1] ?? ''
  const bare = /^\([^()]*(?:\([^()]*\)[^()]*)*\)$/.test(written) ? written.slice(1, -1) : written
  const actions = ACTIONS.filter(([pattern]) => pattern.test(text.slice(head === text ? 0 : 2)))
  const [, action] = actions[0] ?? []
  if (bare === '' || action === undefined || actions.length > 1) return {}
  const rule = `${action} when ${bare.trim()}`
  const simple = /^exit/.test(action) && !/\belse\b|\belif\b/.test(text) && rule.length < 100
  return simple
    ? { replacement: rule }
    : { hint: `Write \`${rule}\`${/^enter/.test(action) ? ', and its size below' : ''}.` }
}

function isNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?$/.test(text.trim())
}

function functionMending(name: string, parameters: string, body: string | undefined): Mending {
  if (body === undefined || body === '' || body.includes('\n')) return {}
  const names = parameters.split(',').map((one) => one.trim().split(/\s+/).at(-1)!)
  if (!names.every((one) => /^\w*$/.test(one))) return {}
  return { replacement: `fn ${name}(${names.join(', ')}) = ${body.trim()}` }
}

/** The default and the range of an input, wherever each language puts them. */
function inputMending(name: string, callee: string, text: string): Mending {
  const named = new Map<string, string>()
  const placed: string[] = []
  for (const argument of argumentsIn(text)) {
    const [, key, value] = /^(\w+)\s*=(?!=)\s*(.*)$/.exec(argument) ?? []
    if (key === undefined) placed.push(argument)
    else named.set(key, value!)
  }
  const pick = (key: string, at: number | undefined): string | undefined => {
    const found = named.get(key) ?? (at === undefined ? undefined : placed[at])
    return found !== undefined && isNumber(found) ? found : undefined
  }
  const [value, low, high, step] = callee.endsWith('Parameter')
    ? [pick('default', undefined), pick('low', 0), pick('high', 1), undefined]
    : callee.startsWith('input')
      ? [
          pick('defval', 0),
          pick('minval', undefined),
          pick('maxval', undefined),
          pick('step', undefined),
        ]
      : [pick('default', 1), pick('min', 2), pick('max', 3), pick('step', 4)]
  if (value === undefined) return {}
  const range = low !== undefined && high !== undefined ? ` in ${low}..${high}` : ''
  const by = range !== '' && step !== undefined ? ` step ${step}` : ''
  return { replacement: `param ${name} = ${value}${range}${by}` }
}

/** What stands between the outer brackets of a call, cut at its own commas. */
export function argumentsIn(call: string): string[] {
  const found: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i < call.length; i++) {
    const sign = call[i]!
    if (sign === '"') i = Math.max(i, call.indexOf('"', i + 1))
    else if ('([{'.includes(sign) && depth++ === 0) from = i + 1
    else if (')]}'.includes(sign) && --depth === 0) {
      found.push(call.slice(from, i).trim())
      break
    } else if (sign === ',' && depth === 1) {
      found.push(call.slice(from, i).trim())
      from = i + 1
    }
  }
  return found
}
