import { CASH_ACCOUNT, type MarginSpec, REGULATION_T } from '../../runtime/core/margin.ts'

export type MarginWords = { readonly margin: MarginSpec } | { readonly problem: string }

const NUMBER = String.raw`(\d+(?:\.\d+)?)`
const SHARE = new RegExp(`^${NUMBER}%(?:\\s+maintenance\\s+${NUMBER}%)?$`)
const MONEY = new RegExp(`^${NUMBER}(?:\\s+maintenance\\s+${NUMBER})?\\s+per\\s+contract$`)

/** What positions tie up, in words: cash, reg-t, `25% maintenance 15%`, `1200 per contract`. */
export function marginWords(words: string): MarginWords {
  const text = words.trim()
  if (text === 'cash') return { margin: CASH_ACCOUNT }
  if (text === 'reg-t') return { margin: REGULATION_T }
  const share = SHARE.exec(text)
  const found = share ?? MONEY.exec(text)
  if (found === null) {
    const ways = 'cash, reg-t, "25% maintenance 15%" or "1200 maintenance 1000 per contract"'
    return { problem: `write ${ways}.` }
  }
  const unit = share ? 100 : 1
  const initial = Number(found[1]) / unit
  // Said once, it is both.
  const stay = found[2] === undefined ? initial : Number(found[2]) / unit
  if (!(initial > 0)) return { problem: 'nothing to enter with is no margin: write cash.' }
  if (stay > initial) return { problem: 'what keeps a position cannot be more than what opens it.' }
  const kind = share ? 'fraction' : 'per-contract'
  return { margin: { kind, initial, maintenance: { long: stay, short: stay } } }
}
