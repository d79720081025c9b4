/**
 * Order statistics of a moving window in O(log n): a skip list with widths in one array, so that
 * it can be part of a primitive's state. A window of `length` values takes
 * `new Float64Array(19 * (length + 1))`; slots 0 to `length - 1` hold one value each.
 *
 * W. Pugh, Skip Lists: A Probabilistic Alternative to Balanced Trees, Communications of the ACM 33
 * (1990); widths as in his Skip List Cookbook (1990). A slot's height is a hash of its number, one
 * level more with a chance of 1/4, so that every run builds the same list.
 */
export interface SortedWindow {
  /** Puts a value into an empty slot. */
  sortedInsert(list: Float64Array, slot: number, value: number): void
  /** Takes out one of this value: of several equal ones that which came first. */
  sortedRemove(list: Float64Array, value: number): void
  /** The value of this rank, from 0 for the lowest; there must be one. */
  sortedAt(list: Float64Array, rank: number): number
  /** How many values are below this one. */
  sortedBelow(list: Float64Array, value: number): number
  /** How many values are not above this one. */
  sortedUpTo(list: Float64Array, value: number): number
}

// A node is its value and, by level, the next node (0: none) and how many nodes further that is.
// Node 0 stands before all others, node s + 1 is slot s. 4^9 is more than the longest window.
const LEVELS = 9
const NEXT = 1
const WIDTH = NEXT + LEVELS
const NODE = WIDTH + LEVELS

export const SORTED: SortedWindow = {
  sortedInsert,
  sortedRemove,
  sortedAt,
  sortedBelow,
  sortedUpTo,
}

function sortedInsert(list: Float64Array, slot: number, value: number): void {
  const place = sortedUpTo(list, value)
  const added = NODE * (slot + 1)
  const height = heightOf(slot)
  list[added] = value
  let node = 0
  let passed = 0
  for (let level = LEVELS - 1; level >= 0; level--) {
    let next = list[node + NEXT + level]!
    while (next !== 0 && passed + list[node + WIDTH + level]! <= place) {
      passed += list[node + WIDTH + level]!
      node = NODE * next
      next = list[node + NEXT + level]!
    }
    if (level < height) {
      list[added + NEXT + level] = next
      list[added + WIDTH + level] = passed + list[node + WIDTH + level]! - place
      list[node + NEXT + level] = slot + 1
      list[node + WIDTH + level] = place + 1 - passed
    } else if (next !== 0) list[node + WIDTH + level]! += 1
  }
}

function sortedRemove(list: Float64Array, value: number): void {
  const place = sortedBelow(list, value)
  let node = 0
  let passed = 0
  for (let level = LEVELS - 1; level >= 0; level--) {
    let next = list[node + NEXT + level]!
    while (next !== 0 && passed + list[node + WIDTH + level]! <= place) {
      passed += list[node + WIDTH + level]!
      node = NODE * next
      next = list[node + NEXT + level]!
    }
    if (next === 0) continue
    if (passed + list[node + WIDTH + level]! === place + 1) {
      const removed = NODE * next
      list[node + NEXT + level] = list[removed + NEXT + level]!
      list[node + WIDTH + level]! += list[removed + WIDTH + level]! - 1
    } else list[node + WIDTH + level]! -= 1
  }
}

function sortedAt(list: Float64Array, rank: number): number {
  let node = 0
  let passed = 0
  for (let level = LEVELS - 1; level >= 0; level--) {
    let next = list[node + NEXT + level]!
    while (next !== 0 && passed + list[node + WIDTH + level]! <= rank + 1) {
      passed += list[node + WIDTH + level]!
      node = NODE * next
      next = list[node + NEXT + level]!
    }
  }
  return list[node]!
}

function sortedBelow(list: Float64Array, value: number): number {
  let node = 0
  let passed = 0
  for (let level = LEVELS - 1; level >= 0; level--) {
    let next = list[node + NEXT + level]!
    while (next !== 0 && list[NODE * next]! < value) {
      passed += list[node + WIDTH + level]!
      node = NODE * next
      next = list[node + NEXT + level]!
    }
  }
  return passed
}

function sortedUpTo(list: Float64Array, value: number): number {
  let node = 0
  let passed = 0
  for (let level = LEVELS - 1; level >= 0; level--) {
    let next = list[node + NEXT + level]!
    while (next !== 0 && list[NODE * next]! <= value) {
      passed += list[node + WIDTH + level]!
      node = NODE * next
      next = list[node + NEXT + level]!
    }
  }
  return passed
}

/** From 1 up; the bits are mixed so that no regular series finds the tall ones in one place. */
function heightOf(slot: number): number {
  let bits = Math.imul(slot ^ 0x9e3779b9, 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  bits ^= bits >>> 16
  let height = 1
  while (height < LEVELS && (bits & 3) === 3) {
    height += 1
    bits >>>= 2
  }
  return height
}
