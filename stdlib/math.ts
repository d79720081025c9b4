/**
 * The only transcendental functions that kernels may call: the engines' own differ in last bits
 * between versions. `Math.abs sqrt min max floor ceil trunc` are exact and used directly.
 */
export interface DeterministicMath {
  exp(x: number): number
  log(x: number): number
  pow(x: number, y: number): number
}
