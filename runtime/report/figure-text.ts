import type { Figure } from '../core/metrics/summary.ts'
import { durationText, moneyText, NO_VALUE, numberText, percentText } from './format.ts'

/** A figure's value as people read it. */
export function figureText({ value, format }: Figure): string {
  switch (format) {
    case 'money':
      return moneyText(value)
    case 'ratio':
      return percentText(value)
    case 'number':
      return numberText(value, 2)
    case 'count':
      return numberText(value, 0)
    case 'duration':
      return durationText(value)
    case 'day':
      return Number.isNaN(value) ? NO_VALUE : new Date(value).toISOString().slice(0, 10)
  }
}
