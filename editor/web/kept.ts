/** What this browser keeps for the next visit: choices, and texts that were not saved. */

import type { AskedRun } from '../pipeline/run-settings.ts'

/** How a run is made, its parameters apart. */
export type Terms = Omit<AskedRun, 'parameters'> & {
  /** Whether shorter bars of the store tell the order of fills; they do where nothing is said. */
  readonly finer?: 'none' | undefined
}

export interface Draft {
  readonly text: string
  /** The version that was edited; null: there was none. */
  readonly base: string | null
}

export interface Choices {
  readonly name?: string
  readonly series?: string
  readonly theme?: 'light' | 'dark'
  /** How runs are made. */
  readonly terms?: Terms
  /** Share of the width that the text has. */
  readonly split?: number
}

const CHOICES = 'strat.choices'
const DRAFT = 'strat.draft.'

export function keptChoices(): Choices {
  return read<Choices>(CHOICES) ?? {}
}

export function keepChoices(choices: Choices): void {
  write(CHOICES, { ...keptChoices(), ...choices })
}

export function keptDraft(name: string): Draft | undefined {
  return read<Draft>(DRAFT + name)
}

/** Keeps what was typed; undefined: the text is the file's, nothing is kept. */
export function keepDraft(name: string, draft: Draft | undefined): void {
  write(DRAFT + name, draft)
}

/** Names of texts that are kept here. */
export function draftNames(): readonly string[] {
  try {
    return Object.keys(localStorage).flatMap((key) =>
      key.startsWith(DRAFT) ? [key.slice(DRAFT.length)] : [],
    )
  } catch {
    return []
  }
}

function read<Value>(key: string): Value | undefined {
  try {
    const text = localStorage.getItem(key)
    return text === null ? undefined : (JSON.parse(text) as Value)
  } catch {
    // A browser that keeps nothing, or a text that is none of ours: as on a first visit.
    return undefined
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // Storage that is full or forbidden costs the next visit its memory and this one nothing.
  }
}
