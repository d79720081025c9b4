import { type Checked, checkText } from '../../editor/pipeline/check-text.ts'

/** The program checked, in which plots of conditions are drawn as 1 and 0. */
export function checkDrawable(source: string): Checked {
  const checked = checkText(source)
  const conditions = checked.diagnostics.filter(({ code }) => code === 'plot-number')
  if (conditions.length === 0) return checked
  const lines = source.split('\n')
  for (const { span } of conditions) {
    const at = source.slice(0, span.start).split('\n').length - 1
    lines[at] = lines[at]!.replace(/^plot (.*)/, 'plot if $1 then 1 else 0')
  }
  return checkText(lines.join('\n'))
}
