/**
 * A formula over named whole numbers, as tables write warm-ups: `max(fast, slow) + signal - 2`;
 * numbers, names, `+ - *`, brackets and `max`. What is written wrongly is our own mistake.
 */
export function formula(text: string, names: readonly string[]): (...values: number[]) => number {
  const tokens = text.match(/\w+|[-+*(),]/g) ?? []
  return (...values) => {
    let at = 0
    const sum = (): number => {
      let total = product()
      while (tokens[at] === '+' || tokens[at] === '-') {
        total += tokens[at++] === '+' ? product() : -product()
      }
      return total
    }
    const product = (): number => {
      let total = factor()
      while (tokens[at] === '*') {
        at++
        total *= factor()
      }
      return total
    }
    const factor = (): number => {
      const token = tokens[at++] ?? ''
      if (token === '(' || token === 'max') {
        if (token === 'max') at++
        let most = sum()
        while (tokens[at++] === ',') most = Math.max(most, sum())
        return most
      }
      if (/^\d/.test(token)) return Number(token)
      const index = names.indexOf(token)
      if (index < 0) throw new Error(`no parameter ${token} in ${text}`)
      return values[index]!
    }
    return sum()
  }
}
