import { durationText, moneyText, numberText, percentText } from './format.ts'
import type { Figure } from './run-report.ts'

/** A figure's value as people read it. */
export function figureText({ value, format }: Figure): string {
  switch (format) {
    case 'money':
      return moneyText(value)
    case 'percent':
      return percentText(value)
    case 'ratio':
      return numberText(value, 2)
    case 'count':
      return numberText(value, 0)
    case 'bars':
      return numberText(value, Number.isInteger(value) ? 0 : 1)
    case 'price':
      return numberText(value, 4)
    case 'duration':
      return durationText(value)
  }
}
